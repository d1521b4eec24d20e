// SPDX-License-Identifier: GPL-2.0-only
/*
 * R15: a scan of all text for IA32_PRED_CMD, and the ways through the function
 * that switches to another mm, with each feature on and off that it asks for.
 */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/ibpb.h"
#include "check/scan.h"
#include "check/sites.h"
#include "check/util.h"
#include "check/ways.h"

/* --- who ------------------------------------------------------------------ */
static bool is_number(const struct scan *s, enum reg reg)
{
	return s->known[reg] && s->val[reg] == MSR_PRED_CMD;
}

static void value_of(struct scan *s, enum reg lo, bool halves)
{
	if (!s->known[lo] || (halves && !s->known[RDX]))
		found_at(s->c, "R15", s->here, "writes a value that is not known to IA32_PRED_CMD");
	else if (s->val[lo] != PRED_CMD_IBPB || (halves && s->val[RDX]))
		found_at(s->c, "R15", s->here, "writes 0x%x to IA32_PRED_CMD, which is not IBPB alone",
			 s->val[lo]);
}

static void by_insn(struct scan *s, const struct insn *in)
{
	struct barriers *b = s->arg;

	if (!is_number(s, RCX))
		return;
	judged_parts(s->c, PART_BIT(R15_switch), s->here);
	if (in->op == ZYDIS_MNEMONIC_RDMSR) {
		found_at(s->c, "R15", s->here, "RDMSR of IA32_PRED_CMD, which cannot be read");
		return;
	}
	value_of(s, RAX, true);
	b->at = grow(b->at, b->n, &b->cap, sizeof(*b->at));
	b->at[b->n++] = (struct barrier){ .addr = s->here, .fn = s->fn };
}

/* By a function that takes the number: boot tries the MSR so, and nobody else. */
static void by_call(struct scan *s, const struct insn *in)
{
	struct barriers *b = s->arg;
	struct insn to = call_resolved(s, in);
	const struct wrapper *by;
	char name[80];

	if (call_access(s->c, &to, &by) != ACCESS_WRITE ||
	    !is_number(s, by && by->arg ? argument_reg(by->arg) : RDI))
		return;
	judged_parts(s->c, PART_BIT(R15_switch), s->here);
	value_of(s, RSI, false);
	b->tried = true;
	if (!in_init_text(s->c, s->here))
		found_at(s->c, "R15", s->here, "issues IBPB by a call of %s: it is not bare",
			 to.target ? name_of(&s->c->im, to.target, name,
					     sizeof(name)) : "a pointer");
}

static bool has_number(const struct scan *s, const uint8_t *p, size_t len,
		       uint64_t addr)
{
	return memmem(p, len, "\x49\0\0\0", 4) || has_access(s, p, len, addr);
}

/* --- where ---------------------------------------------------------------- */
static struct ways ways(struct check *c, struct barriers *b,
			const struct symbol *fn, uint32_t feature, bool on)
{
	return ways_of(c, b, fn, feature, on, false);
}

/* Is there none with the one answer, and one with the other? */
static bool hangs_on(struct check *c, struct barriers *b,
		     const struct symbol *fn, uint32_t feature)
{
	return ways(c, b, fn, feature, true).issued !=
	       ways(c, b, fn, feature, false).issued;
}

/* With the feature off there is no IBPB: it is the gate. */
static bool is_gate(struct check *c, struct barriers *b,
		    const struct symbol *fn, uint32_t feature)
{
	return ways(c, b, fn, feature, true).issued &&
	       !ways(c, b, fn, feature, false).issued;
}

static void judge_gate(struct check *c, struct barriers *b,
		       const struct symbol *fn, uint32_t gate)
{
	struct ways w = ways(c, b, fn, gate, true);

	if (c->ft.gate >= 0 && gate == c->ft.gate_id)
		found_at(c, "R15", fn->addr, "IBPB hangs on the feature by which IBRS is in use");
	else if (feat_known(c, gate))
		found_at(c, "R15", fn->addr, "IBPB hangs on %s, which is there for something else",
			 feat_known(c, gate));
	if (w.without)
		found_at(c, "R15", w.without, "loads CR3 of another mm, and no IBPB is before it");
	else if (!w.with)
		judged_not(c, RULE_15, "%s: no load of CR3 is found there",
			   fn->name);
}

/* One on a way at most, and what is called for it hangs on nothing else. */
static void judge_called(struct check *c, struct barriers *b,
			 const struct symbol *fn, uint32_t gate)
{
	uint64_t at = ways(c, b, fn, NO_FEATURE, true).twice;

	for (size_t i = 0; i < b->n; i++) {
		const struct symbol *to = b->at[i].used ? b->at[i].fn : NULL;
		struct ways w;

		if (!to)
			continue;
		w = ways(c, b, to, NO_FEATURE, true);
		at = at ? at : w.twice;
		for (size_t k = 0; to != fn && k < w.nasked; k++)
			if (w.asked[k] != gate && w.asked[k] != FEATURE_ALWAYS &&
			    hangs_on(c, b, to, w.asked[k]))
				found_at(c, "R15", b->at[i].addr, "IBPB hangs on %s, which is there for something else",
					 feat_known(c, w.asked[k]) ?: "another feature");
	}
	if (at)
		found_at(c, "R15", at, "issues IBPB a second time on the way to another mm");
}

/* Behind it another guest, or virtual CPU, is next. */
static bool to_guest(const struct check *c, const struct barrier *b)
{
	return b->fn && loads_vmcs(c, b->fn->addr, b->addr, true);
}

/*
 * And none where nothing goes to another mm or guest. Boot may try the MSR. @gate
 * is what those between tasks hang on.
 */
static void judge_elsewhere(struct check *c, struct barriers *b, uint32_t gate)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct barrier at = b->at[i];

		if (at.used || in_init_text(c, at.addr))
			continue;
		if (!to_guest(c, &at))
			found_at(c, "R15", at.addr, "issues IBPB where nothing goes to another mm");
		else if (gate != NO_FEATURE && !is_gate(c, b, at.fn, gate))
			found_at(c, "R15", at.addr, "IBPB for a guest hangs on something else than that for a task");
	}
}

/* One where another VMCS is loaded, and only there: most loads keep the last. */
static void judge_guests(struct check *c, struct barriers *b, uint32_t gate)
{
	const struct symbol *fn = symbol_named(&c->im, "vmx_vcpu_load");
	struct ways w;

	if (!fn || gate == NO_FEATURE)
		return;
	w = ways_of(c, b, fn, gate, true, true);
	if (w.without)
		found_at(c, "R15", w.without, "has loaded another VMCS, and issues no IBPB");
	if (w.twice)
		found_at(c, "R15", w.twice, "issues IBPB where no other VMCS was loaded");
}

static void switch_mm(struct check *c, struct barriers *b)
{
	const struct symbol *fn = symbol_named(&c->im, "switch_mm_irqs_off");
	uint32_t gate = NO_FEATURE;
	struct ways all;

	if (!fn) {
		judged_not(c, RULE_15, "no switch_mm_irqs_off()");
		return;
	}
	all = ways(c, b, fn, NO_FEATURE, true);
	for (size_t i = 0; gate == NO_FEATURE && i < all.nasked; i++)
		if (all.asked[i] != FEATURE_ALWAYS &&
		    is_gate(c, b, fn, all.asked[i]))
			gate = all.asked[i];
	judge_elsewhere(c, b, gate);
	judge_guests(c, b, gate);
	judge_called(c, b, fn, gate);
	if (gate != NO_FEATURE)
		judge_gate(c, b, fn, gate);
	else if (all.issued)
		found_at(c, "R15", fn->addr, "IBPB hangs on no feature: it is issued where it was not chosen");
	else
		found_at(c, "R15", fn->addr, "goes to another mm, and issues no IBPB");
}

void rule_ibpb(struct check *c)
{
	struct barriers b = { .n = 0 };
	struct scan s = { .c = c, .msr = by_insn, .call = by_call,
			  .wanted = has_number, .arg = &b };

	if (!c->lay.series) {
		judged_not(c, RULE_15, "who issues IBPB: asked of this series only, others decide by task");
		return;
	}
	scan_text(&s);
	if (b.n || b.tried)
		switch_mm(c, &b);
	else
		judged_not(c, RULE_15, "no WRMSR of IA32_PRED_CMD: this kernel has no IBPB");
	free(b.at);
}
