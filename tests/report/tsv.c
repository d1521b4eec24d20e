// SPDX-License-Identifier: GPL-2.0-only
/* Reading rig.tsv and the guest's console log. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/result.h"

#define MAX_FIELDS	48

static unsigned int split(char *line, char **field)
{
	unsigned int n = 0;

	line[strcspn(line, "\r\n")] = 0;
	while (line && n < MAX_FIELDS)
		field[n++] = strsep(&line, "\t");
	return n;
}

static uint64_t num(const char *s)
{
	return strtoull(s, NULL, 0);
}

/* "nmi=2000" out of the plugin's arguments, 0 when not there. */
static uint64_t arg_value(const char *args, const char *key)
{
	const char *p = args;

	while ((p = strstr(p, key)) && p != args && p[-1] != ',')
		p++;
	return p ? num(p + strlen(key)) : 0;
}

static void read_args(struct result *r, const char *args)
{
	r->args = strdup(args);
	r->nmi_asked = arg_value(args, "nmi=");
	r->mix_asked = arg_value(args, "mix=");
	r->cover.asked[COVER_NMI] = arg_value(args, "sweep=");
	r->cover.asked[COVER_NEST] = arg_value(args, "nest=");
	r->cover.asked[COVER_DB] = arg_value(args, "db=");
	r->cover.asked[COVER_MC] = arg_value(args, "mc=");
}

static void read_meta(struct result *r, const char *key, const char *val)
{
	const struct {
		const char *name;
		uint64_t *to;
	} nums[] = {
		{ "cpus", &r->cpus }, { "active_cpus", &r->active },
		{ "armed_cpus", &r->armed }, { "armings", &r->armings },
		{ "insns", &r->insns }, { "crossings", &r->crossings },
		{ "user_blocks", &r->user_blocks }, { "mark", &r->mark },
		{ "base", &r->base }, { "keep", &r->keep },
		{ "pti", &r->pti }, { "entry_msr", &r->entry_msr },
		{ "sets", &r->sets },
		{ "lost", &r->lost }, { "drop", &r->drop },
		{ "mwaits", &r->mwaits }, { "mces", &r->mces },
		{ "stopped", &r->stopped }, { "held", &r->held },
		{ "compared", &r->compared },
		{ "entry_bytes", &r->entry_bytes },
	};

	for (size_t i = 0; i < sizeof(nums) / sizeof(nums[0]); i++)
		if (!strcmp(key, nums[i].name))
			*nums[i].to = num(val);
	if (!strncmp(key, "nmi_", 4))
		r->nmis += num(val);
	else if (!strcmp(key, "qemu"))
		r->qemu = strdup(val);
	else if (!strcmp(key, "first"))
		r->first = strdup(val);
	else if (!strcmp(key, "lost_why"))
		r->lost_why = strdup(val);
	else if (!strcmp(key, "args"))
		read_args(r, val);
	else
		cover_meta(&r->cover, key, num(val));
}

static void read_path(struct result *r, char **f, unsigned int n)
{
	struct row *p = &r->row[r->nrows];

	if (n < 15 + RULES - 1 || r->nrows == MAX_ROWS)
		return;
	r->nrows++;
	p->name = strdup(f[1]);
	p->n = num(f[2]);
	p->rd = num(f[3]);
	p->wr = num(f[4]);
	for (unsigned int i = 0; i < 3; i++) {
		p->in[i] = num(f[5 + i]);
		p->out[i] = num(f[8 + i]);
	}
	for (unsigned int i = 0; i < 2; i++) {
		p->entry[i] = num(f[11 + i]);
		p->total[i] = num(f[13 + i]);
	}
	for (unsigned int i = 1; i < RULES; i++)
		p->viol[i] = num(f[14 + i]);
}

static unsigned int rule_number(const char *s)
{
	unsigned long n = *s == 'R' ? strtoul(s + 1, NULL, 10) : 0;

	return n < RULES ? (unsigned int)n : 0;
}

static void read_kind(struct result *r, char **f)
{
	unsigned int rule = rule_number(f[1]);

	for (unsigned int i = 0; i < r->nkinds; i++)
		if (r->kind[i].rule == rule &&
		    !strcmp(r->kind[i].name, f[2])) {
			r->kind[i].count += num(f[3]);
			return;
		}
	if (r->nkinds == MAX_KINDS)
		return;
	r->kind[r->nkinds].rule = rule;
	r->kind[r->nkinds].name = strdup(f[2]);
	r->kind[r->nkinds++].count = num(f[3]);
}

static void keep_violation(struct result *r, char **f, unsigned int n)
{
	char *s;

	if (r->nviol == MAX_VIOL || n < 10)
		return;
	if (asprintf(&s, "%s %s cpu%s at %s, path %s, arg %s, 48h=%s",
		     f[1], f[2], f[3], f[4], f[6], f[7], f[8]) < 0)
		return;
	r->trace[r->nviol] = strdup(f[9]);
	r->viol[r->nviol++] = s;
}

static void read_site(struct result *r, char **f)
{
	struct site_row *s;

	s = reallocarray(r->site, r->nsites + 1, sizeof(*s));
	if (!s)
		abort();
	r->site = s;
	s += r->nsites++;
	*s = (struct site_row){
		.write = !strcmp(f[1], "wrmsr"), .addr = num(f[2]),
		.name = strdup(f[3]), .cls = strdup(f[4]),
		.count = num(f[5]), .dropped = num(f[6]),
		.set = num(f[8]),
	};
	r->dropped += s->dropped;
}

static void read_record(struct result *r, char **f, unsigned int n)
{
	unsigned int rule;

	if (!strcmp(f[0], "end")) {
		r->ended = true;
	} else if (!strcmp(f[0], "meta") && n >= 3) {
		read_meta(r, f[1], f[2]);
	} else if (!strcmp(f[0], "path")) {
		read_path(r, f, n);
	} else if (!strcmp(f[0], "rule") && n >= 4) {
		rule = rule_number(f[1]);
		r->exercised[rule] = num(f[2]);
		r->violations[rule] = num(f[3]);
	} else if (!strcmp(f[0], "kind") && n >= 4) {
		read_kind(r, f);
	} else if (!strcmp(f[0], "site") && n >= 9) {
		read_site(r, f);
	} else if (!strcmp(f[0], "cover")) {
		cover_record(&r->cover, f, n);
	} else if (!strcmp(f[0], "violation")) {
		keep_violation(r, f, n);
	}
}

int result_read(struct result *r, const char *path, char *err, size_t len)
{
	FILE *f = fopen(path, "r");
	char *line = NULL, *field[MAX_FIELDS];
	size_t cap = 0;

	if (!f) {
		snprintf(err, len, "no result of the instrument: %s: %s",
			 path, strerror(errno));
		return -1;
	}
	while (getline(&line, &cap, f) > 0)
		read_record(r, field, split(line, field));
	free(line);
	fclose(f);
	if (r->ended)
		return 0;
	snprintf(err, len, "%s is cut short (no `end' record)", path);
	return -1;
}

static void read_line(struct result *r, char *line)
{
	unsigned long long p, q, s;
	const char *at;
	char **slot;

	line[strcspn(line, "\r\n")] = 0;
	if (!*line)
		return;
	slot = &r->tail[r->ntail++ % 12];
	free(*slot);
	*slot = strdup(line);
	at = strstr(line, "ibrs-guest: done ");
	if (at && sscanf(at, "ibrs-guest: done pass=%llu fail=%llu skip=%llu",
			 &p, &q, &s) == 3) {
		r->done = true;
		r->guest_pass = p;
		r->guest_fail = q;
		r->guest_skip = s;
	}
	if (!strncmp(line, "not ok", 6) && r->nnot_ok < MAX_LIST)
		r->not_ok[r->nnot_ok++] = strdup(line);
}

int console_read(struct result *r, const char *path, char *err, size_t len)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;

	if (!f) {
		snprintf(err, len, "no console log: %s: %s", path,
			 strerror(errno));
		return -1;
	}
	while (getline(&line, &cap, f) > 0)
		read_line(r, line);
	free(line);
	fclose(f);
	return 0;
}
