// SPDX-License-Identifier: GPL-2.0-only
/* From an image to its findings. */
#include <stdlib.h>

#include "check/check.h"
#include "check/duties.h"
#include "check/judge.h"
#include "check/reach.h"
#include "check/kallsyms.h"
#include "check/sites.h"
#include "check/util.h"
#include "check/vmexit.h"
#include "check/walk.h"

bool judge_read(struct check *c)
{
	/* none of its own, as a vmlinux out of a vmlinuz has */
	if (!c->im.nsym)
		kallsyms_read(c);
	return layout_read(c) && tables_read(c);
}

bool judge_entries(struct check *c)
{
	gate_find(c);
	return orc_read(c) && entries_find(c);
}

/* With IBRS in use, and without; Xen's are for the latter only. */
static bool walk_entries(struct check *c)
{
	for (size_t i = 0; i < c->en.n; i++) {
		const struct entry *e = &c->en.entry[i];

		if (e->kind != E_XEN && !walk_entry(c, e, true))
			return false;
		if (c->opt.watch)
			c->opt.watch(c);
		if (c->ft.gate < 0 || c->opt.in_use)
			continue;
		if (!walk_entry(c, e, false))
			return false;
		judged_at(c, RULE_11, e->addr);
	}
	return true;
}

/* Those found since there were so many. */
static bool walk_functions(struct check *c, size_t from)
{
	for (size_t i = from; i < c->en.nfunc; i++)
		if (!walk_entry(c, c->en.func[i], true))
			return false;
	return true;
}

/* --- what this kernel has nothing of ------------------------------------- */
static size_t count_uses(const struct check *c, enum site_class cls)
{
	size_t n = 0;

	for (size_t i = 0; i < c->res.nuse; i++)
		n += use_class(c, &c->res.use[i]) == cls;
	return n;
}

static bool any_function(const struct check *c)
{
	for (size_t i = 0; i < c->en.nfunc; i++)
		if (c->en.func[i]->kind == E_FUNCTION)
			return true;
	return false;
}

/* What the verdicts lean on that is not in the image. */
static void presumed(struct check *c)
{
	static const enum site_class by_name[] = { S_BOOT, S_FIRMWARE, S_OTHER };

	for (size_t i = 0; i < ARRAY_SIZE(by_name); i++) {
		size_t n = count_uses(c, by_name[i]);

		if (n)
			judged_presuming(c, C_MSR, "%zu of class %s are right: their functions are known by name, and are not walked",
					 n, site_class_name(by_name[i]));
	}
	judged_presuming(c, RULE_NONE, "functions of C that are not walked keep what the ABI says, and come back with IF as v4.15's do");
	if (c->ft.gate < 0)
		judged_presuming(c, RULE_NONE, "IBRS is in use, though no feature gates it");
}

/* Those that a kernel may have nothing for, and the rest of the counts. */
static void account(struct check *c)
{
	int pti = feat_named(c, "pti");

	judged_count(c, C_MSR, c->res.nuse);
	for (int i = 0; i < c->ft.n; i++)
		if (c->ft.feat[i].on && c->ft.feat[i].off)
			judged_count(c, RULE_12, 1);
	if (c->ft.gate < 0)
		judged_not(c, RULE_11, "no feature gates an access of the MSR in the entry text: there is no off");
	if (pti < 0 || !c->ft.feat[pti].on)
		judged_not(c, RULE_8, "no entry code is for PTI: there is no user CR3");
	if (!any_function(c))
		judged_not(c, RULE_9, "no C function clears IBRS around MWAIT or for good");
	if (!c->orc.n)
		judged_not(c, C_ORC, "no unwind tables (CONFIG_UNWINDER_ORC) of the layout of v4.15");
	if (!c->t.nalt)
		judged_not(c, C_ALT, "no alternatives");
	presumed(c);
}

bool judge_all(struct check *c)
{
	size_t n;

	if (!walk_entries(c) || !sites_scan(c) || !walk_functions(c, 0))
		return false;
	n = c->en.nfunc;
	if (!vmexits_find(c) || !walk_functions(c, n))
		return false;
	duties(c);
	rule_reached(c);
	account(c);
	return true;
}

void judge_free(struct check *c)
{
	source_close(&c->lines);
	results_free(&c->res);
	tally_free(&c->tally);
	free(c->why);
	entries_free(&c->en);
	tables_free(&c->t);
	image_close(&c->im);
	free(c->orc.orc);
	free(c->decoded);
	free(c->reached);
	free(c->stack_at);
	free(c->noret.shown);
}
