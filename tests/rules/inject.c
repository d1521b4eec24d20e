// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "rules/inject.h"

static const char * const names[INJ_KINDS] = {
	[INJ_NMI] = "NMI", [INJ_NEST] = "NEST", [INJ_DB] = "DB",
	[INJ_MC] = "MC", [INJ_UNMASK] = "UNMASK",
};

const char *inject_name(unsigned int kind)
{
	return kind < INJ_KINDS ? names[kind] : "?";
}

unsigned int inject_of_name(const char *name)
{
	unsigned int k = 0;

	while (k < INJ_KINDS && strcmp(name, names[k]))
		k++;
	return k;
}

/*
 * A #DB has its place in the entry text.  Where a CPU is stopped each time may
 * have gone to an NMI; and a nested one comes over that, but for where it leaves
 * for good: it halts there once, and the run can end with that.
 */
static bool wanted_in_window(const struct inject_count *c, unsigned int kind)
{
	if (c->exec == 1 && kind != INJ_NMI)
		return false;
	if (kind == INJ_MC)
		return !c->sent[INJ_NMI] || c->able[kind] > c->sent[INJ_NMI];
	return kind != INJ_DB;
}

/*
 * NMI and #MC are both taken right behind an instruction: one that is executed
 * once has one of them.  What never ran inside an NMI has no nested one.
 */
bool inject_wanted(const struct inject_count *c, unsigned int kind)
{
	if (c->window)
		return wanted_in_window(c, kind);
	if (c->user)
		return kind == INJ_NMI;
	if (kind == INJ_MC && c->exec == 1 && c->sent[INJ_NMI])
		return false;
	return kind != INJ_NEST || c->able[INJ_NEST] >= NEST_DEMAND;
}

/* One NMI at each, whatever else was going on. */
bool inject_covered(const struct inject_count *c, unsigned int kind)
{
	return c->sent[kind] || (kind == INJ_NMI && c->sent[INJ_NEST]);
}
