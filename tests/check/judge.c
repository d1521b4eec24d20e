// SPDX-License-Identifier: GPL-2.0-only
/* From an image to its findings. */
#include <stdlib.h>

#include "check/check.h"
#include "check/duties.h"
#include "check/forced.h"
#include "check/ibpb.h"
#include "check/judge.h"
#include "check/reach.h"
#include "check/kallsyms.h"
#include "check/sites.h"
#include "check/told.h"
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
	told_find(c);
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

/*
 * Is e to be walked with IBRS not in use as well? Later kernels choose some of
 * these by a pointer: they have nothing to ask, and who chooses is not seen.
 */
static bool asks_for_gate(struct check *c, const struct entry *e)
{
	const struct symbol *s = function_at(&c->im, e->addr);

	if (e->kind != E_FUNCTION || c->ft.gate < 0 || e->init ||
	    e->cls == S_OTHER || e->cls == S_UNKNOWN)
		return false;
	if (c->lay.series)
		return true;
	for (size_t i = 0; s && i < c->t.nalt; i++)
		if (c->t.alt[i].cpuid == c->ft.gate_id &&
		    in_range(c->t.alt[i].site, s->addr, symbol_end(&c->im, s)))
			return e->cls != S_BOOT && e->cls != S_FIRMWARE;
	judged_not(c, RULE_11, "%s: it does not ask whether IBRS is in use, its callers may",
		   e->name);
	return false;
}

/* Those found since there were so many. */
static bool walk_functions(struct check *c, size_t from)
{
	for (size_t i = from; i < c->en.nfunc; i++) {
		const struct entry *e = c->en.func[i];

		if (!walk_entry(c, e, true))
			return false;
		if ((e->kind != E_FUNCTION ? c->ft.gate >= 0 :
		     asks_for_gate(c, e)) &&
		    !walk_entry(c, e, false))
			return false;
	}
	return true;
}

/* --- what this kernel has nothing of ------------------------------------- */
static bool is_walked(const struct check *c, const struct symbol *fn)
{
	for (size_t i = 0; fn && i < c->en.nfunc; i++)
		if ((c->en.func[i]->kind == E_FUNCTION ||
		     c->en.func[i]->kind == E_VMENTER) &&
		    c->en.func[i]->addr == fn->addr)
			return true;
	return false;
}

static bool any_clears(const struct check *c)
{
	for (size_t i = 0; i < c->en.nfunc; i++)
		if (c->en.func[i]->kind == E_FUNCTION &&
		    c->en.func[i]->cls != S_FIRMWARE &&
		    site_may_clear(c->en.func[i]->cls))
			return true;
	return false;
}

/* What the verdicts lean on that is not in the image. */
static void presumed(struct check *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->res.nuse; i++) {
		const struct use *u = &c->res.use[i];

		n += u->write && use_class(c, u) != S_ENTRY &&
		     !is_walked(c, u->fn);
	}
	if (n)
		judged_presuming(c, C_MSR, "%zu writes are right: their functions are known by name, and are not walked",
				 n);
	judged_presuming(c, RULE_NONE, "functions of C that are not walked keep what the ABI says, and come back with IF as v4.15's do");
	for (int i = 0; i < c->ft.n; i++) {
		const struct feat *f = &c->ft.feat[i];

		if (i != c->ft.gate && feat_by_version(c, f))
			judged_presuming(c, RULE_12, "%s is feature %u*32+%u, by the version of the kernel",
					 f->name, (unsigned int)f->id / 32,
					 (unsigned int)f->id % 32);
	}
	if (c->ft.gate < 0)
		judged_presuming(c, RULE_NONE, "IBRS is in use, though no feature gates it");
}

/* The rules of other mitigations, and the features without which there are none. */
static void others(struct check *c)
{
	static const struct {
		unsigned int rule, of;	/* bits, by enum told */
		const char *what;
	} rows[] = {
		{ RULE_16, 1 << TOLD_FENCE_USER | 1 << TOLD_FENCE_KERNEL,
		  "fences of SWAPGS" },
		{ RULE_17, 1 << TOLD_UNRET | 1 << TOLD_ENTRY_IBPB |
			   1 << TOLD_SRSO_ALIAS, "UNTRAIN_RET and no IBPB" },
		{ RULE_18, 1 << TOLD_VERW, "VERW" },
		{ RULE_19, 1 << TOLD_HISTORY, "clear_bhb_loop()" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bool any = false;

		for (int k = 0; k < NR_TOLD; k++)
			any |= rows[i].of >> k & 1 && c->ft.told[k].is;
		if (!any)
			judged_not(c, rows[i].rule, "this kernel has no %s in its entry text",
				   rows[i].what);
	}
	if (!c->ft.told[TOLD_VERW].is && symbol_named(&c->im, "mds_user_clear"))
		judged_not(c, RULE_18, "its C executes VERW, and touches memory behind it");
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
	if (!any_clears(c))
		judged_not(c, RULE_9, "no C function clears IBRS around MWAIT or for good");
	if (!c->orc.n)
		judged_not(c, C_ORC, "no unwind tables (CONFIG_UNWINDER_ORC) of the layout of v4.15");
	others(c);
	if (!c->t.nalt)
		judged_not(c, C_ALT, "no alternatives");
	presumed(c);
}

bool judge_all(struct check *c)
{
	size_t n;

	forced_find(c);
	wrappers_find(c);
	if (!walk_entries(c) || !sites_scan(c) || !walk_functions(c, 0))
		return false;
	n = c->en.nfunc;
	if (!fillings_find(c) || !walk_functions(c, n))
		return false;
	duties(c);
	rule_ibpb(c);
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
	free(c->wrap);
	free(c->reached);
	free(c->stack_at);
	free(c->noret.shown);
}
