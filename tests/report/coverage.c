// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report coverage LISTING RIG... - which instructions of the entry image's
 * entry text no run has executed, or has not had an NMI at.
 *
 * LISTING is what ibrs-check --insns says of the image, RIG the results of
 * sweeps.  They count together: no single one takes both ways of SYSCALL.
 * Padding is left out.  ERROR with the list when there is one: the image could
 * not judge there.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/listing.h"

enum { EXECUTED = 1, HIT = 2 };

/* Adds to @got what one run reached. */
static int add_run(uint8_t *got, const struct listing *l, const char *path)
{
	struct result *r = calloc(1, sizeof(*r));
	char err[512];

	if (!r || result_read(r, path, err, sizeof(err)))
		return say(W_ERROR, "%s", r ? err : "no memory");
	if (!r->cover.nrows)
		return say(W_ERROR, "%s has no cover records: run it with "
			   "sweep=", path);
	for (unsigned int i = 0; i < r->cover.nrows; i++) {
		const struct cover_row *row = &r->cover.row[i];
		long at = listing_at(l, row->entry);

		if (at < 0)
			continue;
		got[at] |= EXECUTED;
		if (row->sent[INJ_NMI] || row->sent[INJ_NEST])
			got[at] |= HIT;
	}
	return 0;
}

static int word(const struct listing *l, const uint8_t *got)
{
	unsigned int all = 0, bad = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct insn *in = &l->insn[i];

		if (insn_padding(in))
			continue;
		all++;
		if (got[i] & HIT)
			continue;
		bad++;
		printf("%" PRIx64 " %s: %s\n", in->addr, in->text,
		       got[i] ? "no NMI there" : "never executed");
	}
	printf("%u of %u entry instructions executed, with an NMI\n",
	       all - bad, all);
	return word_exit(bad || !all ? W_ERROR : W_PASS);
}

int cmd_coverage(int argc, char **argv)
{
	struct listing l;
	uint8_t *got;

	if (argc < 3)
		return say(W_ERROR, "usage: ibrs-report coverage LISTING "
			   "RIG...");
	if (listing_read(&l, argv[1], ENTRY_TEXT))
		return say(W_ERROR, "%s: %s", argv[1], strerror(errno));
	got = calloc(l.n + 1, 1);
	if (!got)
		abort();
	for (int i = 2; i < argc; i++)
		if (add_run(got, &l, argv[i]))
			return 2;
	return word(&l, got);
}
