// SPDX-License-Identifier: GPL-2.0-only
/* Records of whole runs: sweeps, of kernel and image. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare.h"
#include "report/counts.h"
#include "report/listing.h"

/* --- sweeps ---------------------------------------------------------- */

static const struct cover_place in_entry_text = { .windows = false };

static void emit_kind(struct counts *c, const char *name,
		      const struct cover_result *cover, unsigned int kind)
{
	struct cover_count n;
	char head[64];

	if (!cover->asked[kind])
		return;
	cover_count(cover, &in_entry_text, kind, &n);
	snprintf(head, sizeof(head), "%s.%s", name, inject_name(kind));
	emit(c, "%s.covered\t%u", head, n.covered);
	emit(c, "%s.total\t%u", head, n.total);
	emit(c, "%s.excluded\t%u", head, n.excluded);
}

/* What it sent, and where all of that went. */
static void emit_sweep(struct counts *c, const char *name,
		       const struct cover_result *cover)
{
	uint64_t executed = 0;

	for (unsigned int i = 0; i < cover->nrows; i++)
		executed += cover->row[i].entry && !cover->row[i].site &&
			    cover->row[i].exec;
	emit(c, "%s.executed\t%" PRIu64, name, executed);
	emit(c, "%s.nmis\t%" PRIu64, name,
	     cover->sent[INJ_NMI] + cover->sent[INJ_NEST]);
	emit(c, "%s.nested\t%" PRIu64, name, cover->nested);
	emit(c, "%s.latched\t%" PRIu64, name, cover->latched);
	emit(c, "%s.db\t%" PRIu64, name,
	     cover->sent[INJ_DB] + cover->sent[INJ_UNMASK]);
	emit(c, "%s.mc\t%" PRIu64, name, cover->sent[INJ_MC]);
	for (unsigned int k = 0; k < INJ_NR; k++)
		emit_kind(c, name, cover, k);
}

bool count_sweeps(struct counts *c)
{
	for (unsigned int i = 0; i < c->nsources; i++)
		emit_sweep(c, c->source[i].name, &c->source[i].run->cover);
	return true;
}

/*
 * What breaks in the handlers of NMIs that come while other code runs clear, and in
 * all of the run. One that had no such NMI shows nothing.
 */
bool count_idle(struct counts *c)
{
	static const char * const rules[] = { "R1", "R7" };

	for (unsigned int i = 0; i < c->nsources; i++) {
		const struct result *r = c->source[i].run;
		const struct row *row = row_named(r, "NMI@window");
		const char *name = c->source[i].name;

		if (!row || !row->n)
			return lacks(c, "%s: no NMI@window", name);
		emit(c, "%s.nmis\t%" PRIu64, name, row->n);
		for (unsigned int k = 0; k < 2; k++) {
			unsigned int rule = rule_number(rules[k]);

			emit(c, "%s.%s.handler\t%" PRIu64, name, rules[k],
			     row->viol[rule]);
			emit(c, "%s.%s\t%" PRIu64, name, rules[k],
			     r->violations[rule]);
		}
	}
	return true;
}

/* The lines of control.tsv: an exclusion, how the guest ended without it. */
bool count_control(struct counts *c)
{
	static const char * const ends[] = { "panics", "is reset", "hangs",
					     "logs a warning" };
	unsigned int n[4] = { 0 }, all = 0;
	char **line = lines_read(path_in(path_in(c->results, "sweep-control"),
					 "control.tsv")), *f[3];

	for (; line && *line; line++) {
		if (fields(*line, f, 3) != 3)
			return lacks(c, "sweep-control: control.tsv is "
				     "damaged");
		all++;
		for (unsigned int i = 0; i < 4; i++)
			n[i] += !strcmp(f[1], ends[i]);
	}
	if (!all || n[0] + n[1] + n[2] + n[3] != all)
		return lacks(c, "sweep-control: control.tsv: not each line "
			     "has an end");
	emit(c, "lines\t%u", all);
	emit(c, "panics\t%u", n[0]);
	emit(c, "resets\t%u", n[1]);
	emit(c, "hangs\t%u", n[2]);
	emit(c, "warns\t%u", n[3]);
	return count_sweeps(c);
}

/* What the two runs were compared by: all but their names. */
static unsigned int records_of(const struct counts *c, const char *name)
{
	char **line = lines_read(path_in(path_in(c->results, name),
					 "rig.tsv"));
	unsigned int n = 0;

	while (line && line[n])
		n++;
	return n - 2;
}

bool count_repeat(struct counts *c)
{
	emit(c, "records\t%u", records_of(c, "sweep-repeat"));
	return count_sweeps(c);
}

/* --- the entry image ------------------------------------------------- */

/* The case with `whole' is a PASS when two runs left none of it out. */
bool count_image(struct counts *c)
{
	const char *dir = path_in(c->results, "image-sweep-nopti");
	struct listing l;
	size_t n = 0;

	if (listing_read(&l, path_in(dir, "insns"), ENTRY_TEXT))
		return lacks(c, "image-sweep-nopti: no list of its "
			     "instructions");
	for (size_t i = 0; i < l.n; i++)
		n += !insn_padding(&l.insn[i]);
	emit(c, "instructions\t%zu", n);
	emit(c, "records\t%u", records_of(c, "image-sweep-pti"));
	return count_sweeps(c);
}

/* --- what is watched ------------------------------------------------- */

void emit_insns(struct counts *c, const char *key, uint64_t insns)
{
	insns = (insns + 50000000) / 100000000;
	emit(c, "%s\t%" PRIu64 ".%" PRIu64, key, insns / 10, insns % 10);
}

/* How much is watched in a run with one processor. */
bool count_runs(struct counts *c)
{
	uint64_t pti = run_of(c, "pti-smp1")->insns;
	uint64_t nopti = run_of(c, "nopti-smp1")->insns;

	emit_insns(c, "insns.least", pti < nopti ? pti : nopti);
	emit_insns(c, "insns.most", pti < nopti ? nopti : pti);
	return true;
}
