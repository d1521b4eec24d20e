// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report switch RESULTS LISTING CPUFEATURES - what a context switch costs
 * (tests/proof/cost.sh): where nothing is chosen one patched jump, else what the
 * code of IBPB executes for each kind of switch.
 *
 * LISTING is what ibrs-check --insns says of a vmlinux whose features are patched
 * in (fast.config).  FAIL where the place to patch is not one jump, in the
 * function that loads the tables of another mm; where a thread of the same mm
 * pays; and where nothing is chosen and more than a test of the feature is
 * executed: in the kernels that are counted it is not patched in.
 *
 * Counted is what a crossing executes outside entry text, at CPL0: the most
 * frequent number of those that enter in one task and leave in the other.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/counts.h"

#define GATE	"X86_FEATURE_USE_IBPB"
#define PLACE	"switch_mm_irqs_off+"
#define MOST	4		/* the test, where it is not patched in */
#define ENOUGH	1000		/* switches of which R15 knew what they need */

enum { BASE, NONE, OFF, AUTO, CLOSED, ON, RUNS };

static const char * const run_name[RUNS] = {
	"base", "none", "off", "auto", "closed", "on",
};

struct switches {
	uint64_t task[RUNS], thread[RUNS];	/* instructions */
	uint64_t judged[RUNS];			/* ... by R15 ... */
	unsigned int barriers[RUNS];		/* with so many each */
};

static bool c_code(const struct result *r, const char *path, uint64_t *n)
{
	const struct row *row = r ? row_named(r, path) : NULL;

	if (!row || row->total[1] < row->entry[1])
		return false;
	*n = row->total[1] - row->entry[1];
	return true;
}

/* Takes run @k from @r; false where it lacks something. */
static bool take(struct switches *s, unsigned int k, const struct result *r)
{
	uint64_t with, without;

	if (!c_code(r, "SYSCALL64/SYSRET", &s->task[k]) ||
	    !c_code(r, "INT80/IRET", &s->thread[k]))
		return false;
	with = r->part[PART_R15_switch];
	without = r->part[PART_R15_none];
	s->barriers[k] = with > without;
	s->judged[k] = with > without ? with : without;
	return k < OFF || s->judged[k] >= ENOUGH;
}

static int64_t more(const uint64_t *n, unsigned int k)
{
	return (int64_t)(n[k] - n[k < OFF ? BASE : OFF]);
}

/* The one place that is patched, a jump in PLACE; 0, or a word said. */
static int one_place(const char *listing, long gate)
{
	char **line = lines_read(listing), *f[8];
	unsigned int n = 0, good = 0;

	if (!line)
		return say(W_ERROR, "%s: %s", listing, strerror(errno));
	for (; *line; line++) {
		if (fields(*line, f, 8) < 8 || strcmp(f[0], "alt") ||
		    strtol(f[3], NULL, 10) != gate)
			continue;
		n++;
		good += !strncmp(f[2], PLACE, strlen(PLACE)) &&
			!strncmp(f[6], "jmp", 3) && !strcmp(f[5], "0");
	}
	if (!n)
		return say(W_ERROR, "switch: no place to patch for " GATE " in %s",
			   listing);
	if (n != 1 || !good)
		return say(W_FAIL, "switch: %u places are patched for " GATE
			   ", not one jump in switch_mm_irqs_off()", n);
	return 0;
}

static void write_switches(FILE *f, const struct switches *s)
{
	fprintf(f, "%-34s %8s %8s %8s %8s %8s %8s\n", "context switch",
		"v4.15", "none", "off", "auto", "closed", "on");
	fprintf(f, "%-34s", "to another task");
	for (unsigned int k = 0; k < RUNS; k++)
		fprintf(f, " %8" PRIu64, s->task[k]);
	fprintf(f, "\n%-34s", "to a thread of the same mm");
	for (unsigned int k = 0; k < RUNS; k++)
		fprintf(f, " %8" PRIu64, s->thread[k]);
	fprintf(f, "\n%-34s %8s", "to another task: IBPB adds", "");
	for (unsigned int k = NONE; k < RUNS; k++)
		fprintf(f, " %+8" PRId64, more(s->task, k));
	fprintf(f, "\n%-34s %8s %8s", "... and barriers", "", "0");
	for (unsigned int k = OFF; k < RUNS; k++)
		fprintf(f, " %8u", s->barriers[k]);
	fputs("\nnone: spectre_v2=off, beside v4.15; the others have retpolines "
	      "and are beside off\n", f);
}

static int word(const struct switches *s)
{
	int64_t most = more(s->task, NONE);

	if (most > MOST)
		return say(W_FAIL, "switch: %" PRId64 " instructions more where "
			   "nothing is chosen, not %d", most, MOST);
	for (unsigned int k = NONE; k < RUNS; k++)
		if (more(s->thread, k) > 0)
			return say(W_FAIL, "switch: %" PRId64 " instructions more "
				   "to a thread (%s)", more(s->thread, k),
				   run_name[k]);
	return say(W_PASS, "switch: one patched jump where nothing is chosen, "
		   "none to a thread");
}

int cmd_switch(int argc, char **argv)
{
	static struct switches s;
	struct out o;
	char name[64];
	long gate;
	int rc;

	if (argc != 4)
		return say(W_ERROR, "usage: ibrs-report switch RESULTS LISTING "
			   "CPUFEATURES");
	gate = feature_number(argv[3], GATE);
	if (gate < 0)
		return say(W_ERROR, "switch: no " GATE " in %s", argv[3]);
	rc = one_place(argv[2], gate);
	if (rc)
		return rc;
	for (unsigned int k = 0; k < RUNS; k++) {
		snprintf(name, sizeof(name), "cost-switch-%s", run_name[k]);
		if (!take(&s, k, run_read(argv[1], name)))
			return say(W_ERROR, "switch: %s has too few switches: "
				   "run tests/run %s", name, name);
	}
	if (!out_open(&o, argv[1], "switch.txt"))
		return 2;
	write_switches(o.f, &s);
	if (out_close(&o))
		return 2;
	out_show(&o);
	return word(&s);
}

/* The record. */
bool count_switch(struct counts *c)
{
	static struct switches s;
	char name[64];

	for (unsigned int k = 0; k < RUNS; k++) {
		snprintf(name, sizeof(name), "cost-switch-%s", run_name[k]);
		if (!take(&s, k, run_of(c, name)))
			return lacks(c, "%s: too few switches", name);
	}
	for (unsigned int k = NONE; k < RUNS; k++) {
		emit(c, "%s.added\t%" PRId64, run_name[k], more(s.task, k));
		emit(c, "%s.thread\t%" PRId64, run_name[k], more(s.thread, k));
		if (k < OFF)
			continue;
		emit(c, "%s.barriers\t%u", run_name[k], s.barriers[k]);
		emit(c, "%s.judged\t%" PRIu64, run_name[k], s.judged[k]);
	}
	return true;
}
