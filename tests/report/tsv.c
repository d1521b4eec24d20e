// SPDX-License-Identifier: GPL-2.0-only
/* Reading rig.tsv. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/compare.h"
#include "rules/kinds.h"
#include "rules/record.h"

/* How many fields there are, of which the first RECORD_COLUMNS are kept. */
static unsigned int split(char *line, char **field)
{
	unsigned int n = 0;
	char *s;

	for (s = line; *s; s++)
		if (*s != '\t' && ((unsigned char)*s < ' ' ||
				   (unsigned char)*s > '~'))
			*s = '?';
	while ((s = strsep(&line, "\t"))) {
		if (n < RECORD_COLUMNS)
			field[n] = s;
		n++;
	}
	return n;
}

static bool bad_number;	/* in the record that is being read */

uint64_t tsv_num(const char *s)
{
	unsigned long long n;
	char *rest;

	errno = 0;
	n = strtoull(s, &rest, 0);
	if (!isdigit((unsigned char)*s) || *rest || errno)
		bad_number = true;
	return n;
}

uint64_t tsv_count(const char *s)
{
	unsigned long long n;
	char *rest;

	n = strtoull(s, &rest, 10);
	/* sums of them stay below 2^64 */
	if (!isdigit((unsigned char)*s) || *rest || n >> 48)
		bad_number = true;
	return n;
}

/* What stands behind @key in the plugin's arguments, NULL when not there. */
static const char *arg_given(const char *args, const char *key)
{
	const char *p = args;

	while ((p = strstr(p, key)) && p != args && p[-1] != ',')
		p++;
	return p ? p + strlen(key) : NULL;
}

/* "nmi=2000" out of the plugin's arguments, 0 when not there. */
static uint64_t arg_value(const char *args, const char *key)
{
	const char *val = arg_given(args, key);

	return val ? strtoull(val, NULL, 0) : 0;
}

static void read_args(struct result *r, const char *args)
{
	r->args = strdup(args);
	r->nmi_asked = arg_value(args, "nmi=");
	r->mix_asked = arg_value(args, "mix=");
	r->ucode_asked = arg_value(args, "ucode=");
	r->ibpb_asked = arg_given(args, "ibpb=");
	r->stibp_asked = arg_value(args, "stibp=");
	r->cover.asked[INJ_NMI] = arg_value(args, "sweep=");
	r->cover.asked[INJ_NEST] = arg_value(args, "nest=");
	r->cover.asked[INJ_DB] = arg_value(args, "db=");
	r->cover.asked[INJ_MC] = arg_value(args, "mc=");
	r->cover.windows = arg_value(args, "windows=");
}

/* Where a number goes; NULL for one that nobody asks for. */
static uint64_t *meta_number(struct result *r, enum meta key)
{
	const struct {
		enum meta key;
		uint64_t *to;
	} nums[] = {
		{ M_CPUS, &r->cpus },
		{ M_ACTIVE_CPUS, &r->active },
		{ M_ARMED_CPUS, &r->armed },
		{ M_ARMINGS, &r->armings },
		{ M_INSNS, &r->insns },
		{ M_CROSSINGS, &r->crossings },
		{ M_USER_BLOCKS, &r->user_blocks },
		{ M_MARK, &r->mark },
		{ M_BASE, &r->base },
		{ M_KEEP, &r->keep },
		{ M_PTI, &r->pti },
		{ M_ENTRY_MSR, &r->entry_msr },
		{ M_SETS, &r->sets },
		{ M_LOST, &r->lost },
		{ M_DROP, &r->drop },
		{ M_MWAITS, &r->mwaits },
		{ M_MCES, &r->mces },
		{ M_STOPPED, &r->stopped },
		{ M_HELD, &r->held },
		{ M_COMPARED, &r->compared },
		{ M_UPDATES, &r->updates },
		{ M_FOUND, &r->found },
		{ M_IBPB_UNKNOWN, &r->ibpb_unknown },
		{ M_ENTRY_BYTES, &r->entry_bytes },
	};

	for (size_t i = 0; i < sizeof(nums) / sizeof(nums[0]); i++)
		if (nums[i].key == key)
			return nums[i].to;
	return cover_number(&r->cover, key);
}

static int read_meta(struct result *r, const char *name, const char *val)
{
	enum meta key = meta_of(name);
	uint64_t *to;

	if (key == M_NR || (r->had[key] && key != M_LOST_WHY))
		return -1;
	r->had[key] = true;
	switch (key) {
	case M_RUN_ID:
		r->run_id = strdup(val);
		break;
	case M_QEMU:
		r->qemu = strdup(val);
		break;
	case M_FIRST:
		r->first = strdup(val);
		break;
	case M_LOST_WHY:
		r->lost_why = strdup(val);
		break;
	case M_ARGS:
		read_args(r, val);
		break;
	case M_NMI_USER:
	case M_NMI_KERNEL:
	case M_NMI_ENTRY:
		r->nmis += tsv_count(val);
		break;
	case M_FORMAT:
		return tsv_count(val) == RECORD_FORMAT ? 0 : -1;
	case M_MARK:
	case M_BASE:
	case M_DROP:
		*meta_number(r, key) = tsv_num(val);
		break;
	default:
		to = meta_number(r, key);
		if (to)
			*to = tsv_count(val);
	}
	return 0;
}

static int read_path(struct result *r, char **f)
{
	struct row *p = &r->row[r->nrows];

	if (r->nrows == MAX_ROWS || row_any(r, f[PATH_NAME]))
		return -1;
	r->nrows++;
	p->name = strdup(f[PATH_NAME]);
	p->n = tsv_count(f[PATH_CROSSINGS]);
	p->rd = tsv_count(f[PATH_RDMSR]);
	p->wr = tsv_count(f[PATH_WRMSR]);
	p->in[0] = tsv_count(f[PATH_IN_MIN]);
	p->in[1] = tsv_count(f[PATH_IN_TYP]);
	p->in[2] = tsv_count(f[PATH_IN_MAX]);
	p->out[0] = tsv_count(f[PATH_OUT_MIN]);
	p->out[1] = tsv_count(f[PATH_OUT_TYP]);
	p->out[2] = tsv_count(f[PATH_OUT_MAX]);
	p->entry[0] = tsv_count(f[PATH_ENTRY_MIN]);
	p->entry[1] = tsv_count(f[PATH_ENTRY_TYP]);
	p->total[0] = tsv_count(f[PATH_TOTAL_MIN]);
	p->total[1] = tsv_count(f[PATH_TOTAL_TYP]);
	for (unsigned int i = 1; i < NR_RULES; i++)
		p->viol[i] = tsv_count(f[PATH_RULE(i)]);
	return 0;
}

/* "R0" is the tracker's own; -1 for a rule that rules.def has not. */
static int rule_of(const char *s)
{
	unsigned int rule = rule_number(s);
	char name[16];

	snprintf(name, sizeof(name), "R%u", rule);
	return strcmp(s, name) ? -1 : (int)rule;
}

static int add_stray(struct result *r, const char *rule, const char *kind,
		     uint64_t count)
{
	struct stray *s = &r->stray[r->nstray];

	if (r->nstray == MAX_LIST)
		return -1;
	r->nstray++;
	s->count = count;
	return asprintf(&s->name, "%s%s", rule, kind) < 0 ? -1 : 0;
}

static int read_rule(struct result *r, char **f)
{
	int rule = rule_of(f[RULE_ID]);

	if (rule < 0)
		return add_stray(r, f[RULE_ID], "",
				 tsv_count(f[RULE_VIOLATIONS]));
	if (r->had_rule[rule])
		return -1;
	r->had_rule[rule] = true;
	r->exercised[rule] = tsv_count(f[RULE_EXERCISED]);
	r->violations[rule] = tsv_count(f[RULE_VIOLATIONS]);
	return 0;
}

static int read_part(struct result *r, char **f)
{
	int rule = rule_of(f[PART_RULE]);
	enum rule_part p = rule > 0 ? part_of((unsigned int)rule, f[PART_NAME]) :
				 NR_PARTS;

	if (p == NR_PARTS || r->had_part[p])
		return -1;
	r->had_part[p] = true;
	r->part[p] = tsv_count(f[PART_COUNT]);
	return 0;
}

static int read_kind(struct result *r, char **f)
{
	int rule = rule_of(f[KIND_RULE]);
	struct kind *k;

	if (rule < 0)
		return add_stray(r, f[KIND_RULE], f[KIND_NAME],
				 tsv_count(f[KIND_COUNT]));
	if (rule && !kind_known((unsigned int)rule, f[KIND_NAME]) &&
	    add_stray(r, f[KIND_RULE], f[KIND_NAME], 0))
		return -1;
	for (unsigned int i = 0; i < r->nkinds; i++) {
		k = &r->kind[i];
		if (k->rule == (unsigned int)rule &&
		    !strcmp(k->name, f[KIND_NAME])) {
			k->count += tsv_count(f[KIND_COUNT]);
			return 0;
		}
	}
	if (r->nkinds == NR_KINDS)
		return -1;
	k = &r->kind[r->nkinds++];
	k->rule = (unsigned int)rule;
	k->name = strdup(f[KIND_NAME]);
	k->count = tsv_count(f[KIND_COUNT]);
	return 0;
}

/* Some are kept as examples: what is counted is in the `kind' records. */
static void keep_violation(struct result *r, char **f)
{
	int rule = rule_of(f[VIOL_RULE]);
	char *s;

	if (rule >= 0)
		r->shown[rule]++;
	if (r->nviol == MAX_VIOL)
		return;
	if (asprintf(&s, "%s %s cpu%s at %s, path %s, arg %s, 48h=%s",
		     f[VIOL_RULE], f[VIOL_KIND], f[VIOL_CPU], f[VIOL_SYMBOL],
		     f[VIOL_PATH], f[VIOL_ARGUMENT], f[VIOL_MSR]) < 0)
		return;
	if (!r->nviol) {
		if (asprintf(&r->broke_first, "%s:%s", f[VIOL_RULE],
			     f[VIOL_KIND]) < 0)
			abort();
		r->broke_at = strdup(f[VIOL_SYMBOL]);
	}
	r->trace[r->nviol] = strdup(f[VIOL_TRACE]);
	r->viol[r->nviol++] = s;
}

static void *one_more(void *list, size_t n, size_t size)
{
	list = reallocarray(list, n + 1, size);
	if (!list)
		abort();
	return list;
}

static void read_site(struct result *r, char **f)
{
	r->site = one_more(r->site, r->nsites, sizeof(*r->site));
	r->site[r->nsites] = (struct site_row){
		.write = !strcmp(f[SITE_OP], "wrmsr"),
		.addr = tsv_num(f[SITE_ADDRESS]),
		.name = strdup(f[SITE_SYMBOL]), .cls = strdup(f[SITE_CLASS]),
		.count = tsv_count(f[SITE_COUNT]), .dropped = tsv_count(f[SITE_DROPPED]),
		.set = tsv_count(f[SITE_SET]),
	};
	r->dropped += r->site[r->nsites++].dropped;
}

static void read_gate(struct result *r, char **f)
{
	r->gate = one_more(r->gate, r->ngates, sizeof(*r->gate));
	r->gate[r->ngates++] = (struct gate_row){
		.way = strdup(f[GATE_WAY]), .name = strdup(f[GATE_SYMBOL]),
		.addr = tsv_num(f[GATE_ADDRESS]),
		.ist = tsv_count(f[GATE_IST]), .type = tsv_count(f[GATE_TYPE]),
	};
}

/*
 * A violation is one wherever it is told of: beside the record of its rule
 * those of the kinds, the paths and the examples count it, and the sites each
 * access.  Where these say more, more is what was seen.
 */
static void settle(struct result *r)
{
	uint64_t entry = 0;

	for (unsigned int i = 0; i < NR_RULES; i++) {
		uint64_t n = 0, kinds = 0;

		for (unsigned int k = 0; k < r->nrows; k++)
			n += r->row[k].viol[i];
		for (unsigned int k = 0; k < r->nkinds; k++)
			kinds += r->kind[k].rule == i ? r->kind[k].count : 0;
		n = n > kinds ? n : kinds;
		n = n > r->shown[i] ? n : r->shown[i];
		if (n > r->violations[i])
			r->violations[i] = n;
	}
	for (size_t i = 0; i < r->nsites; i++)
		if (!strcmp(r->site[i].cls, "entry"))
			entry += r->site[i].count;
	if (entry > r->entry_msr)
		r->entry_msr = entry;
}

const char *result_lacks(const struct result *r)
{
	static const bool may_lack[M_NR] = {
		[M_NESTED ... M_UNSTEPPED] = true, [M_LOST_WHY] = true,
		[M_FIRST] = true, [M_SENT_NMI ... M_BACK_UNMASK] = true,
	};
	static char lacks[64];

	for (enum meta key = 0; key < M_NR; key++)
		if (!r->had[key] && !may_lack[key]) {
			snprintf(lacks, sizeof(lacks), "meta %s",
				 meta_name(key));
			return lacks;
		}
	for (unsigned int i = 1; i < NR_RULES; i++)
		if (!r->had_rule[i]) {
			snprintf(lacks, sizeof(lacks), "rule R%u", i);
			return lacks;
		}
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		if (!r->had_part[p]) {
			snprintf(lacks, sizeof(lacks), "part R%u:%s",
				 part_names[p].rule, part_names[p].name);
			return lacks;
		}
	return NULL;
}

/* 0, or -1 for a record that this reader does not know what to do with. */
static int read_record(struct result *r, char **f, unsigned int n)
{
	enum record rec = record_of(f[0]);
	int err = 0;

	bad_number = false;
	/* one run, whole: nothing comes behind its end */
	if (r->ended || rec == REC_NR || n != record_columns(rec))
		return -1;
	switch (rec) {
	case REC_END:
		r->ended = true;
		break;
	case REC_META:
		err = read_meta(r, f[META_KEY], f[META_VALUE]);
		break;
	case REC_PATH:
		err = read_path(r, f);
		break;
	case REC_RULE:
		err = read_rule(r, f);
		break;
	case REC_PART:
		err = read_part(r, f);
		break;
	case REC_KIND:
		err = read_kind(r, f);
		break;
	case REC_SITE:
		read_site(r, f);
		break;
	case REC_GATE:
		read_gate(r, f);
		break;
	case REC_COUNTED:
		selfcheck_record(r, f);
		break;
	case REC_COVER:
		cover_record(&r->cover, f, NULL);
		break;
	case REC_WINDOW:
		cover_record(&r->cover, f, f[WINDOW_SITE]);
		break;
	case REC_SYMBOL:
		cover_symbol(&r->cover, f[SYMBOL_NAME]);
		break;
	case REC_VIOLATION:
		keep_violation(r, f);
		break;
	case REC_NR:
		break;
	}
	return err || bad_number ? -1 : 0;
}

FILE *result_open(const char *path, const char *what, char *err, size_t len)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode))
		return fdopen(fd, "r");
	snprintf(err, len, "no %s: %s: %s", what, path,
		 fd < 0 ? strerror(errno) : "not a file");
	if (fd >= 0)
		close(fd);
	return NULL;
}

/* Cuts the end off; what stands behind a NUL would not be read. */
static bool whole(char *line, size_t len)
{
	if (line[len - 1] != '\n' || strlen(line) != len)
		return false;
	line[len - 1] = 0;
	return true;
}

int result_read(struct result *r, const char *path, char *err, size_t len)
{
	FILE *f = result_open(path, "result of the instrument", err, len);
	char *line = NULL, *field[RECORD_COLUMNS];
	unsigned int n = 0, bad = 0;
	size_t cap = 0;
	ssize_t got;

	if (!f)
		return -1;
	while ((got = getline(&line, &cap, f)) > 0) {
		n++;
		if (!whole(line, (size_t)got) ||
		    read_record(r, field, split(line, field)))
			bad = bad ? bad : n;
	}
	settle(r);
	free(line);
	fclose(f);
	if (bad) {
		snprintf(err, len, "rig.tsv: %s: line %u is not understood: damaged,"
			 " or written by another version", path, bad);
		return -1;
	}
	if (r->ended)
		return 0;
	snprintf(err, len, "rig.tsv: %s is cut short (no `end' record)", path);
	return -1;
}
