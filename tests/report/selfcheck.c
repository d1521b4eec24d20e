// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a kernel that checks itself has counted (x86/ibrs_check of debugfs, as the
 * guest prints it) beside what the instrument has seen of the same run. Each row
 * stands for something that the instrument counts: Documentation/instrument.txt,
 * "The kernel's own counts".
 */
#include <inttypes.h>
#include <string.h>

#include "report/compare.h"

#define KERNEL		"@kernel"
#define USER_MODE	"user_mode"
#define TO_USER		"prepare_exit_to_usermode"
#define OUTS		"out"
#define FAST_OUT	"SYSRET"	/* one of those */
#define WIDE		8	/* at most one of so many reads came by meanwhile */

/* IN: a way in, two numbers. ONE: all of its checks. OUT: between two numbers. */
enum how { IN, ONE, OUT, SUM };

static const struct meaning {
	const char *row;		/* a prefix where it ends in '*' */
	const char *what;		/* COUNTED_WHAT of rig.tsv */
	enum how how;
} meanings[] = {
	{ "entry_SYSCALL_64", "SYSCALL64", IN },
	{ "entry_SYSCALL_compat", "SYSCALL32", IN },
	{ "entry_SYSENTER_compat", "SYSENTER", IN },
	{ "entry_INT80_compat", "INT80", IN },
	{ "do_divide_error", "#DE", IN },
	{ "do_debug", "#DB", IN },
	{ "do_nmi", "NMI", IN },
	{ "do_int3", "#BP", IN },
	{ "do_overflow", "#OF", IN },
	{ "do_bounds", "#BR", IN },
	{ "do_invalid_op", "#UD", IN },
	{ "do_device_not_available", "#NM", IN },
	{ "do_double_fault", "#DF", IN },
	{ "do_coprocessor_segment_overrun", "v9", IN },
	{ "do_invalid_TSS", "#TS", IN },
	{ "do_segment_not_present", "#NP", IN },
	{ "do_stack_segment", "#SS", IN },
	{ "do_general_protection", "#GP", IN },
	{ "do_page_fault", "#PF", IN },
	{ "do_spurious_interrupt_bug", "v15", IN },
	{ "do_coprocessor_error", "#MF", IN },
	{ "do_alignment_check", "#AC", IN },
	{ "do_mce", "#MC", IN },
	{ "do_simd_coprocessor_error", "#XM", IN },
	{ "do_IRQ", "IRQ", IN },
	{ "smp_*", "IRQ", IN },
	{ "ibrs_check_vmexit", "VMEXIT", ONE },
	{ "ibrs_check_boot", "ibrs_check_boot", ONE },
	{ "start_secondary", "start_secondary", ONE },
	{ "__restore_processor_state", "__restore_processor_state",
	  ONE },
	{ "__switch_to", "__switch_to", ONE },
	{ "arch_cpu_idle_exit", "arch_cpu_idle_exit", ONE },
	{ TO_USER, OUTS, OUT },
	{ USER_MODE, USER_MODE, SUM },
};

#define NR_MEANINGS	(sizeof(meanings) / sizeof(meanings[0]))

static const struct meaning *meaning_of(const char *row)
{
	for (size_t i = 0; i < NR_MEANINGS; i++) {
		size_t len = strcspn(meanings[i].row, "*");

		if (!strncmp(row, meanings[i].row, len) &&
		    (meanings[i].row[len] || !row[len]))
			return &meanings[i];
	}
	return NULL;
}

bool selfcheck_row(const char *row)
{
	return meaning_of(row);
}

/* What the instrument has of @what: not at all is never. */
static struct counted instrument(const struct result *r, const char *what)
{
	for (size_t i = 0; i < r->ncounted; i++)
		if (!strcmp(r->counted[i].what, what))
			return r->counted[i];
	return (struct counted){ .low = 0 };
}

/* All rows that mean @m's. A way in: those from user mode, or the others. */
static uint64_t kernels(const struct result *r, const struct meaning *m, bool user,
			unsigned int *rows)
{
	uint64_t sum = 0;

	*rows = 0;
	for (size_t i = 0; i < r->nown; i++) {
		const struct meaning *has = meaning_of(r->own[i].row);

		if (!has || strcmp(has->what, m->what))
			continue;
		(*rows)++;
		if (m->how == IN)
			sum += user ? r->own[i].user :
			       r->own[i].checks - r->own[i].user;
		else
			sum += r->own[i].checks;
	}
	return sum;
}

/* Every check but of what was written, which is no read of the MSR. */
static uint64_t all_rows(const struct result *r)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < r->nown; i++)
		if (strcmp(r->own[i].row, USER_MODE))
			sum += r->own[i].checks;
	return sum;
}

/* What the instrument has of all ways in from user mode. */
static struct counted from_user(const struct result *r)
{
	struct counted sum = { .low = 0 }, one;

	for (size_t i = 0; i < NR_MEANINGS; i++) {
		if (meanings[i].how != IN ||
		    (i && !strcmp(meanings[i].what, meanings[i - 1].what)))
			continue;
		one = instrument(r, meanings[i].what);
		sum.low += one.low;
		sum.high += one.high;
	}
	return sum;
}

/* Where the fast path of a system call returns, there is no such check. */
static struct counted to_user(const struct result *r)
{
	struct counted out = instrument(r, OUTS);
	struct counted fast = instrument(r, FAST_OUT);

	/* one for each processor is between the check and the way out */
	out.low -= fast.high < out.low ? fast.high : out.low;
	out.high += r->cpus;
	return out;
}

struct line {			/* of the table */
	char name[64];
	uint64_t own;
	struct counted by;
	unsigned int rows;	/* of the kernel's table that it is the sum of */
};

static void add(struct line *l, unsigned int *n, const char *name, uint64_t own,
		struct counted by, unsigned int rows)
{
	snprintf(l[*n].name, sizeof(l->name), "%s", name);
	l[*n].own = own;
	l[*n].by = by;
	l[(*n)++].rows = rows;
}

static void add_meaning(struct line *l, unsigned int *n, const struct result *r,
			const struct meaning *m)
{
	char at_kernel[64];
	unsigned int rows;
	uint64_t own = kernels(r, m, true, &rows);

	if (m->how == SUM) {
		add(l, n, m->what, own, from_user(r), rows);
	} else if (m->how == OUT) {
		add(l, n, m->row, own, to_user(r), rows);
	} else {
		add(l, n, m->what, own, instrument(r, m->what), rows);
		if (m->how == ONE)
			return;
		snprintf(at_kernel, sizeof(at_kernel), "%s" KERNEL, m->what);
		own = kernels(r, m, false, &rows);
		add(l, n, at_kernel, own, instrument(r, at_kernel), rows);
	}
}

#define MAX_LINES	(2 * NR_MEANINGS + 1)

static unsigned int compare_all(const struct result *r, struct line *l)
{
	unsigned int n = 0;

	for (size_t i = 0; i < NR_MEANINGS; i++)
		if (!i || strcmp(meanings[i].what, meanings[i - 1].what))
			add_meaning(l, &n, r, &meanings[i]);
	add(l, &n, "RDMSR", all_rows(r), instrument(r, "RDMSR"),
	    (unsigned int)r->nown);
	return n;
}

static bool differs(const struct line *l)
{
	return l->own < l->by.low || l->own > l->by.high;
}

/* No line for what neither has. */
static bool empty(const struct line *l)
{
	return !l->own && !l->by.high;
}

/* A name that the instrument has for what is compared, or for a part of it. */
static bool is_compared(const char *what)
{
	size_t len = strcspn(what, "@");

	if (!strcmp(what, "RDMSR") || !strcmp(what, FAST_OUT))
		return true;
	for (size_t i = 0; i < NR_MEANINGS; i++) {
		const struct meaning *m = &meanings[i];

		if (m->how == SUM || strncmp(m->what, what, len) || m->what[len])
			continue;
		if (!what[len] || (m->how == IN && !strcmp(what + len, KERNEL)))
			return true;
	}
	return false;
}

#define SAY(buf, len, ...) (snprintf(buf, len, __VA_ARGS__), buf)

/* A record that cannot be what was counted ahead of the reading and behind it. */
static const char *odd_record(const struct result *r, char *buf, size_t len)
{
	for (size_t i = 0; i < r->ncounted; i++) {
		const struct counted *c = &r->counted[i];

		if (!is_compared(c->what))
			return SAY(buf, len, "rig.tsv: the instrument counts %s, and no "
				   "row of that is known (report/selfcheck.c)", c->what);
		if (c->low > c->high)
			return SAY(buf, len, "rig.tsv: %s: %" PRIu64 " ahead of the "
				   "reading, %" PRIu64 " behind it", c->what, c->low,
				   c->high);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(r->counted[k].what, c->what))
				return SAY(buf, len, "rig.tsv: %s is there twice",
					   c->what);
	}
	return NULL;
}

/*
 * Between two numbers that lie far apart any number is right. What came by while
 * the table was read has read the MSR; one of each processor was open at either end.
 */
static const char *too_wide(const struct result *r, char *buf, size_t len)
{
	struct counted reads = instrument(r, "RDMSR");
	uint64_t wide = reads.high - reads.low, sum = 0;

	for (size_t i = 0; i < r->ncounted; i++) {
		const struct counted *c = &r->counted[i];

		if (strcmp(c->what, "RDMSR") && strcmp(c->what, OUTS) &&
		    strcmp(c->what, FAST_OUT))
			sum += c->high - c->low;
	}
	if (sum <= wide + 2 * r->cpus && wide <= reads.high / WIDE + 2 * r->cpus)
		return NULL;
	return SAY(buf, len, "rig.tsv: %" PRIu64 " ways in and %" PRIu64 " of %" PRIu64
		   " reads came by while the table was read: that hides too much",
		   sum, wide, reads.high);
}

/* A row or a record without the other half; NULL where there is none. */
static const char *half(const struct result *r, char *buf, size_t len)
{
	if (r->own_wrong)
		return SAY(buf, len, "the kernel's table: %.120s", r->own_wrong);
	if (!r->nown)
		return "the guest shows no table of the kernel's";
	if (!r->ncounted)
		return "rig.tsv has nothing that the instrument has counted: the "
		       "guest has not said when it read the kernel's table";
	if (!all_rows(r))
		return "the kernel has checked nothing";
	for (size_t i = 0; i < r->nown; i++)
		if (!meaning_of(r->own[i].row))
			return SAY(buf, len, "%s: what the instrument counts of it is "
				   "not known (report/selfcheck.c)", r->own[i].row);
	if (instrument(r, FAST_OUT).high > instrument(r, OUTS).high)
		return "rig.tsv: more ways out by " FAST_OUT " than ways out";
	return odd_record(r, buf, len) ?: too_wide(r, buf, len);
}

/* What the kernel says of itself: a row that was bad, or is of the other mode. */
static const char *bad_row(const struct result *r, char *buf, size_t len)
{
	for (size_t i = 0; i < r->nown; i++) {
		const struct own_count *c = &r->own[i];
		enum how how = meaning_of(c->row)->how;

		if (c->bad)
			return SAY(buf, len, "%s: %" PRIu64 " of %" PRIu64 " values were "
				   "wrong", c->row, c->bad, c->checks);
		if (how != IN && c->user != (how == SUM ? c->checks : 0))
			return SAY(buf, len, "%s: %" PRIu64 " of %" PRIu64 " checks are of "
				   "entries from user mode", c->row, c->user, c->checks);
	}
	return NULL;
}

static void why_not(struct verdict *v, const struct line *l)
{
	if (!l->rows)
		verdict_check(v, "self-check", W_ERROR, "the kernel has no row of "
			      "%s, and the instrument counts %" PRIu64, l->name,
			      l->by.low);
	else
		verdict_check(v, "self-check", W_FAIL, "%s: the kernel counts "
			      "%" PRIu64 ", the instrument %" PRIu64 "..%" PRIu64,
			      l->name, l->own, l->by.low, l->by.high);
}

void check_selfcheck(const struct result *r, struct verdict *v)
{
	struct line l[MAX_LINES];
	unsigned int n = compare_all(r, l), same = 0, within = 0;
	char buf[160];
	const char *lacks = half(r, buf, sizeof(buf));
	const char *bad;

	if (lacks) {
		verdict_check(v, "self-check", W_ERROR, "%s", lacks);
		return;
	}
	bad = bad_row(r, buf, sizeof(buf));
	if (bad) {
		verdict_check(v, "self-check", W_FAIL, "%s", bad);
		return;
	}
	for (unsigned int i = 0; i < n; i++) {
		if (differs(&l[i])) {
			why_not(v, &l[i]);
			return;
		}
		same += l[i].by.high && l[i].by.low == l[i].by.high;
		within += l[i].by.low != l[i].by.high;
	}
	verdict_check(v, "self-check", W_PASS, "the kernel's counts are the "
		      "instrument's: %u the same, %u between what it had before "
		      "and behind the reading", same, within);
}

void selfcheck_print(FILE *f, const struct result *r)
{
	struct line l[MAX_LINES];
	unsigned int n = compare_all(r, l);
	char by[48];

	fprintf(f, "%-26s %11s %21s\n", "self-check", "kernel", "instrument");
	for (unsigned int i = 0; i < n; i++) {
		if (empty(&l[i]))
			continue;
		if (l[i].by.low == l[i].by.high)
			snprintf(by, sizeof(by), "%" PRIu64, l[i].by.low);
		else
			snprintf(by, sizeof(by), "%" PRIu64 "..%" PRIu64,
				 l[i].by.low, l[i].by.high);
		fprintf(f, "%-26s %11" PRIu64 " %21s%s\n", l[i].name, l[i].own, by,
			!differs(&l[i]) ? "" : l[i].rows ? " FAIL" : " ERROR");
	}
}
