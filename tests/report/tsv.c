// SPDX-License-Identifier: GPL-2.0-only
/* Reading rig.tsv and the guest's console log. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/result.h"
#include "rules/record.h"

/* How many fields there are, of which the first RECORD_COLUMNS are kept. */
static unsigned int split(char *line, char **field)
{
	unsigned int n = 0;
	char *s;

	line[strcspn(line, "\r\n")] = 0;
	while ((s = strsep(&line, "\t"))) {
		if (n < RECORD_COLUMNS)
			field[n] = s;
		n++;
	}
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
	r->cover.asked[INJ_NMI] = arg_value(args, "sweep=");
	r->cover.asked[INJ_NEST] = arg_value(args, "nest=");
	r->cover.asked[INJ_DB] = arg_value(args, "db=");
	r->cover.asked[INJ_MC] = arg_value(args, "mc=");
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
	else if (!strcmp(key, "run_id"))
		r->run_id = strdup(val);
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

static int read_path(struct result *r, char **f)
{
	struct row *p = &r->row[r->nrows];

	if (r->nrows == MAX_ROWS)
		return -1;
	r->nrows++;
	p->name = strdup(f[PATH_NAME]);
	p->n = num(f[PATH_CROSSINGS]);
	p->rd = num(f[PATH_RDMSR]);
	p->wr = num(f[PATH_WRMSR]);
	p->in[0] = num(f[PATH_IN_MIN]);
	p->in[1] = num(f[PATH_IN_TYP]);
	p->in[2] = num(f[PATH_IN_MAX]);
	p->out[0] = num(f[PATH_OUT_MIN]);
	p->out[1] = num(f[PATH_OUT_TYP]);
	p->out[2] = num(f[PATH_OUT_MAX]);
	p->entry[0] = num(f[PATH_ENTRY_MIN]);
	p->entry[1] = num(f[PATH_ENTRY_TYP]);
	p->total[0] = num(f[PATH_TOTAL_MIN]);
	p->total[1] = num(f[PATH_TOTAL_TYP]);
	for (unsigned int i = 1; i < NR_RULES; i++)
		p->viol[i] = num(f[PATH_RULE(i)]);
	return 0;
}

/* "R0" is the tracker's own; -1 for a rule that rules.def has not. */
static int rule_of(const char *s)
{
	unsigned int rule = rule_number(s);

	return rule || !strcmp(s, "R0") ? (int)rule : -1;
}

static int read_rule(struct result *r, char **f)
{
	int rule = rule_of(f[RULE_ID]);

	if (rule < 0)
		return -1;
	r->exercised[rule] = num(f[RULE_EXERCISED]);
	r->violations[rule] = num(f[RULE_VIOLATIONS]);
	return 0;
}

static int read_kind(struct result *r, char **f)
{
	int rule = rule_of(f[KIND_RULE]);
	struct kind *k;

	if (rule < 0)
		return -1;
	for (unsigned int i = 0; i < r->nkinds; i++) {
		k = &r->kind[i];
		if (k->rule == (unsigned int)rule &&
		    !strcmp(k->name, f[KIND_NAME])) {
			k->count += num(f[KIND_COUNT]);
			return 0;
		}
	}
	if (r->nkinds == MAX_KINDS)
		return -1;
	k = &r->kind[r->nkinds++];
	k->rule = (unsigned int)rule;
	k->name = strdup(f[KIND_NAME]);
	k->count = num(f[KIND_COUNT]);
	return 0;
}

/* Some are kept as examples: what is counted is in the `kind' records. */
static void keep_violation(struct result *r, char **f)
{
	char *s;

	if (r->nviol == MAX_VIOL)
		return;
	if (asprintf(&s, "%s %s cpu%s at %s, path %s, arg %s, 48h=%s",
		     f[VIOL_RULE], f[VIOL_KIND], f[VIOL_CPU], f[VIOL_SYMBOL],
		     f[VIOL_PATH], f[VIOL_ARGUMENT], f[VIOL_MSR]) < 0)
		return;
	r->trace[r->nviol] = strdup(f[VIOL_TRACE]);
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
		.write = !strcmp(f[SITE_OP], "wrmsr"),
		.addr = num(f[SITE_ADDRESS]),
		.name = strdup(f[SITE_SYMBOL]), .cls = strdup(f[SITE_CLASS]),
		.count = num(f[SITE_COUNT]), .dropped = num(f[SITE_DROPPED]),
		.set = num(f[SITE_SET]),
	};
	r->dropped += s->dropped;
}

/* 0, or -1 for a record that this reader does not know what to do with. */
static int read_record(struct result *r, char **f, unsigned int n)
{
	enum record rec = record_of(f[0]);

	if (rec == REC_NR || n != record_columns(rec))
		return -1;
	switch (rec) {
	case REC_END:
		r->ended = true;
		break;
	case REC_META:
		read_meta(r, f[META_KEY], f[META_VALUE]);
		break;
	case REC_PATH:
		return read_path(r, f);
	case REC_RULE:
		return read_rule(r, f);
	case REC_KIND:
		return read_kind(r, f);
	case REC_SITE:
		read_site(r, f);
		break;
	case REC_COVER:
		cover_record(&r->cover, f);
		break;
	case REC_VIOLATION:
		keep_violation(r, f);
		break;
	case REC_NR:
		break;
	}
	return 0;
}

int result_read(struct result *r, const char *path, char *err, size_t len)
{
	FILE *f = fopen(path, "r");
	char *line = NULL, *field[RECORD_COLUMNS];
	unsigned int n = 0, bad = 0;
	size_t cap = 0;

	if (!f) {
		snprintf(err, len, "no result of the instrument: %s: %s",
			 path, strerror(errno));
		return -1;
	}
	while (getline(&line, &cap, f) > 0) {
		n++;
		if (read_record(r, field, split(line, field)) && !bad)
			bad = n;
	}
	free(line);
	fclose(f);
	if (bad) {
		snprintf(err, len, "%s: line %u is no record of rules/record.h:"
			 " written by another version?", path, bad);
		return -1;
	}
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
