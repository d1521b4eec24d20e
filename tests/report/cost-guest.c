// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report cost-guest RESULTS - what the macros of KVM cost where IBRS is not
 * in use (tests/proof/cost.sh), from a VM exit to the next VM entry: by SVM, where
 * they stand as in vmx.c, against v4.15.
 *
 * FAIL where the shortest of these executes more than MOST instructions more.
 */
#include <inttypes.h>

#include "report/commands.h"
#include "report/compare.h"

#define MOST	2		/* a jump over the macro at each transition */
#define PATH	"VMEXIT/VMENTRY"

static const struct row *counted(const char *results, const char *name)
{
	const struct result *r = run_read(results, name);
	const struct row *row = r ? row_named(r, PATH) : NULL;

	if (!row)
		say(W_ERROR, "cost-guest: no " PATH " in %s: run tests/run %s",
		    name, name);
	return row;
}

int cmd_cost_guest(int argc, char **argv)
{
	const struct row *base, *series;
	int64_t more;

	if (argc != 2)
		return say(W_ERROR, "usage: ibrs-report cost-guest RESULTS");
	base = counted(argv[1], "cost-guest-base");
	series = base ? counted(argv[1], "cost-guest-series") : NULL;
	if (!series)
		return word_exit(W_ERROR);
	more = (int64_t)(series->total[0] - base->total[0]);
	if (more > MOST)
		return say(W_FAIL, "cost-guest: %" PRId64 " instructions more "
			   "from a VM exit to a VM entry", more);
	return say(W_PASS, "cost-guest: %" PRId64 " instructions more from a "
		   "VM exit to a VM entry, of %" PRIu64, more, base->total[0]);
}
