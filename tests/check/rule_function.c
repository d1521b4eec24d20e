// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rules of the C functions that access the MSR, by what they do it for: idle
 * clears around MWAIT, who leaves clears last, firmware is given it set, who
 * arms sets. With IBRS in use, and with it not.
 */
#include <string.h>

#include "check/branch.h"
#include "check/check.h"
#include "check/rules.h"
#include "check/util.h"

static bool is_class(const struct walker *w, enum site_class cls)
{
	return w->e->kind == E_FUNCTION && w->e->cls == cls;
}

/*
 * What an unknown value most likely is: who idles clears first, and the one who
 * leaves does so last.
 */
enum ibrs rule_function_guess(const struct walker *w)
{
	return leaves_for_good(w) || (w->e->cls != S_BOOT &&
				      w->e->cls != S_FIRMWARE &&
				      w->s->ibrs == IBRS_SET) ?
	       IBRS_CLEAR : IBRS_SET;
}

/* A value that is not known, in R6's words. */
enum ibrs rule_function_value(struct walker *w)
{
	const struct entry *e = w->e;

	if (e->cls == S_OTHER || (e->cls == S_BOOT && !w->c->lay.series)) {
		judged_not(w->c, RULE_6, "%s: what it writes its callers know",
			   e->name);
		return w->s->ibrs;
	}
	found(w, "R6", "writes a value that is not known");
	return rule_function_guess(w);
}

/*
 * R9: two writes around nothing. Later kernels clear for all of intel_idle(),
 * which does not wait where there is work to do.
 */
static void rule_no_wait(struct walker *w)
{
	if (w->c->lay.series)
		found(w, "R9", "IBRS is cleared and set again, and no MWAIT is between");
	else
		judged_not(w->c, RULE_9, "%s: that MWAIT is between clear and set: asked of this series only",
			   w->e->name);
}

/*
 * R9: who leaves for good clears last, and nobody clears with interrupts on. An
 * interrupt behind the clear finds the kernel's CS and sets nothing. But behind
 * WBINVD memory has to stay as it is, and what C does to write may touch it.
 */
static void rule_write_in_use(struct walker *w, enum ibrs now)
{
	bool other = is_class(w, S_BOOT) || is_class(w, S_FIRMWARE) ||
		     is_class(w, S_OTHER);

	if (!other)
		judged_parts(w->c, part_of_r9(w), w->here);
	/* R5: those of a site take turns */
	if (!other && now == IBRS_CLEAR) {
		judged_parts(w->c, PART_BIT(R5_site), w->here);
		if (w->s->ibrs == IBRS_CLEAR)
			found(w, "R5", "IBRS is cleared a second time");
	}
	if (leaves_for_good(w) && now == IBRS_SET && w->s->ibrs == IBRS_CLEAR)
		found(w, "R9", "IBRS is set again after the clear that has to be last");
	else if (w->s->irq != NO && now == IBRS_CLEAR && !other)
		found(w, "R9", "IBRS is cleared while interrupts %s on",
		      w->s->irq == YES ? "are" : "may be");
	if (is_class(w, S_IDLE) && now == IBRS_SET && w->s->ibrs == IBRS_SET)
		found(w, "R9", "IBRS is set by idle code that has not cleared it");
	if (is_class(w, S_IDLE) && now == IBRS_SET &&
	    w->s->ibrs == IBRS_CLEAR && !w->s->waited)
		rule_no_wait(w);
	if (leaves_for_good(w) && w->s->flushed)
		found(w, "R9", "IBRS is cleared behind WBINVD");
}

/*
 * R11: without IBRS in use it is set around firmware, no more; and who comes
 * up clears it where it was found set, and only there. At boot STIBP is put into
 * the base, and who comes up has what it lacks of that.
 */
static void rule_write_unused(struct walker *w, enum ibrs now)
{
	const struct state *s = w->s;

	if (is_class(w, S_FIRMWARE)) {
		judged_parts(w->c, PART_BIT(R5_firmware), w->here);
		if (now == IBRS_SET && s->ibrs == IBRS_SET)
			found(w, "R5", "IBRS is set a second time");
		if (now == IBRS_CLEAR && s->ibrs != IBRS_SET)
			found(w, "R11", "IBRS is cleared behind firmware, and was not set for it");
		return;
	}
	if (is_class(w, S_BOOT) && now == IBRS_CLEAR &&
	    (s->r[RAX].aux || s->nostibp))
		return;
	if (is_class(w, S_BOOT) && now == IBRS_CLEAR && s->dibrs == YES &&
	    s->ibrs == IBRS_DELIV)
		return;
	found(w, "R11", "WRMSR of IA32_SPEC_CTRL while IBRS is not in use");
}

void rule_function_write(struct walker *w, enum ibrs now)
{
	if (w->gate_on)
		rule_write_in_use(w, now);
	else
		rule_write_unused(w, now);
	w->s->since = w->at;
	w->s->waited = 0;
	if (at_boot(w) && now == IBRS_SET)
		w->s->nset = 1;
}

/* R11: only who finds out, or comes up, has to know how it stands. */
void rule_function_read(struct walker *w)
{
	if (!w->gate_on && !is_class(w, S_BOOT) && !is_class(w, S_FIRMWARE))
		found(w, "R11", "RDMSR of IA32_SPEC_CTRL while IBRS is not in use");
	w->s->nread = 1;
}

bool rule_gone(struct walker *w, const char *what)
{
	if (!is_gone(w))
		return false;
	judged_parts(w->c, part_of_r9(w), w->here);
	if (once(w, TOLD_R9))
		found(w, "R9", "%s behind the clear that has to be last", what);
	return true;
}

/*
 * R9, of who leaves for good: no branch behind the clear but the one by which
 * it leaves, for what comes back is not protected any more.
 */
bool rule_function_branch(struct walker *w, const char *what)
{
	const struct state *s = w->s;

	if (w->e->kind != E_FUNCTION)
		return false;
	if (!w->gate_on)
		return true;
	if (leaves_for_good(w) && s->ibrs == IBRS_CLEAR &&
	    once(w, TOLD_R9)) {
		judged_narrow(w->c, PART_BIT(R9_offline), w->here);
		found(w, "R9", "%s behind the clear that has to be last", what);
	}
	return leaves_for_good(w) || at_boot(w);
}

/*
 * R9 of MWAIT while clear: with ECX bit 0 an interrupt that is pending ends it,
 * without it nothing does but an NMI. C1 is left too soon to be worth two writes.
 * Only where they are known: they are data, as a rule.
 */
static void rule_hints(struct walker *w)
{
	const struct val *eax = &w->s->r[RAX], *ecx = &w->s->r[RCX];
	uint32_t n;

	if (v_number(ecx, &n) && !(n & 1))
		found(w, "R9", "MWAIT without the interrupt-break hint while IBRS is clear");
	if (v_number(eax, &n) && !(n & 0xf0))
		found(w, "R9", "MWAIT of C1 while IBRS is clear");
}

/*
 * R9: idle waits with IBRS clear by MWAIT only, and with interrupts off. MWAIT
 * can be told to end for an interrupt that stays pending; HLT cannot, so the
 * interrupt would be taken before the set. And who stays has cleared.
 */
void rule_function_wait(struct walker *w, const char *what)
{
	static const char *const on[] = {
		[NO] = "", [YES] = " with interrupts on",
		[MAYBE] = ", and interrupts may be on,",
	};
	struct state *s = w->s;

	if (!w->gate_on || w->e->kind != E_FUNCTION)
		return;
	judged_parts(w->c, part_of_r9(w), w->here);
	if (leaves_for_good(w)) {
		if (s->ibrs != IBRS_CLEAR && once(w, TOLD_R9))
			found(w, "R9", "%s with IBRS set, of a CPU that stays there",
			      what);
		s->waited = 1;
		return;
	}
	if (s->ibrs == IBRS_CLEAR && (!strcmp(what, "HLT") || s->irq != NO))
		found(w, "R9", "%s%s while IBRS is clear", what, on[s->irq]);
	else if (s->ibrs == IBRS_CLEAR)
		rule_hints(w);
	s->waited = 1;
	add_node(w, w->here, S_EVENT);
	s->since = w->at;
}

/*
 * R11: firmware leaves nothing behind, and who looked and found IBRS set has
 * cleared it: by a RET, or by a jump to other C.
 */
static void rule_return_unused(struct walker *w)
{
	const struct state *s = w->s;

	if (is_class(w, S_FIRMWARE) && s->ibrs == IBRS_SET)
		found(w, "R11", "returns with IBRS set, and it is not in use");
	if (is_class(w, S_BOOT) && s->nread && s->ibrs == IBRS_DELIV &&
	    s->dibrs == YES && !s->nclear)
		found(w, "R11", "IBRS was found set, is not in use, and is not cleared");
}

/* R10: the boot CPU is left with IBRS set, not only set for a while. */
void rule_function_return(struct walker *w)
{
	struct entries *en = &w->c->en;

	if (!w->gate_on && w->e->kind == E_FUNCTION)
		rule_return_unused(w);
	if (!w->gate_on || !w->s->nset || w->s->ibrs != IBRS_SET)
		return;
	for (size_t i = 0; i < en->nfunc; i++)
		if (en->func[i] == w->e)
			en->func[i]->armed = true;
}

/*
 * Has the path in hand been at ip since the last wait or write? *forked: and there
 * it could have gone another way since.
 */
static bool been_at(const struct walker *w, uint64_t ip, bool *forked)
{
	*forked = false;
	for (uint32_t i = w->at; i > w->s->since; i = w->node[i].parent) {
		if (w->node[i].ip == ip)
			return true;
		*forked |= (w->node[i].what & 0xff) == S_FORK;
	}
	return false;
}

static void polls(struct walker *w)
{
	if (!once(w, TOLD_R9))
		return;
	judged_narrow(w->c, part_of_r9(w), w->here);
	found(w, "R9", "polls while IBRS is clear");
}

/*
 * R9: nobody polls with IBRS clear: to come by one place again, with neither
 * MWAIT nor a write of the MSR since; and who leaves for good halts or waits.
 * Behind its clear a loop may count, for nobody waits for that processor; but
 * each round has to be decided by what is known, or it may be one too many.
 */
void rule_function_jump(struct walker *w, const struct insn *in)
{
	bool gone = is_gone(w), known, bit, forked;
	enum tri taken = YES;

	if (!w->gate_on || w->s->ibrs != IBRS_CLEAR ||
	    !(gone ? !w->s->waited : is_class(w, S_IDLE)))
		return;
	if (in->branch == BR_JCC)
		taken = branch_taken(w->s, in->op, &known, &bit);
	if (gone && taken == NO)
		return;
	if (been_at(w, in->target, &forked) &&
	    (!gone || forked || taken == MAYBE))
		polls(w);
}

/*
 * The rest of it: the loop whose rounds are decided, and which has come round in
 * the same state, goes on for ever. Each that does comes to this: the walk is
 * depth first, so a circle of states is closed by a path that has been there.
 */
void rule_function_joined(struct walker *w)
{
	const uint64_t key = w->node[w->at].key;

	if (!is_gone(w) || w->s->waited)
		return;
	for (uint32_t i = w->node[w->at].parent; i > w->s->since;
	     i = w->node[i].parent)
		if (w->node[i].key == key) {
			polls(w);
			return;
		}
}
