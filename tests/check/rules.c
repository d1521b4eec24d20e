// SPDX-License-Identifier: GPL-2.0-only
/* Rules at branches, at calls of C, and at the ways out. */
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "check/rules.h"

const char *stand(const struct state *s)
{
	if (s->ibrs == IBRS_CLEAR)
		return "IBRS is clear";
	if (s->guest)
		return "IBRS is not set since the VM exit";
	if (s->from == FROM_USER)
		return "IBRS is not set since the entry";
	return "IBRS may be clear";
}

/*
 * R1: no RET, no indirect and no far branch while IBRS is not set. Less
 * privileged code may have trained what such a branch is predicted by.
 */
void rule_branch(struct walker *w, const char *what)
{
	rule_cleared_branch(w, what);
	if (rule_fill_end(w, what) && !of_guest(w->e))
		return;
	if (rule_function_branch(w, what) || !w->gate_on)
		return;
	judged_at(w->c, RULE_1, w->here);
	if (!is_protected(w->s) && once(w, TOLD_R1))
		found(w, "R1", "%s while %s", what, stand(w->s));
}

/*
 * R4: on each way in IBRS is set before C is called. R7: and C is not called
 * after it was cleared on the way out, for it has branches of every kind.
 */
static void rule_exposed_call(struct walker *w, const char *name)
{
	struct state *s = w->s;

	s->waited = w->e->kind == E_FUNCTION;	/* C may: the call is told */
	if (!s->in_c && !s->nset && once(w, TOLD_R4)) {
		found(w, "R4", "call to %s, and IBRS has not been set on this entry",
		      name);
		/*
		 * One write is missing, and that is one finding: go on as if
		 * it stood here, or each branch and call of the rest, which
		 * it would mend, is told as well. TOLD_R4 keeps that in mind.
		 */
		s->ibrs = IBRS_SET;
	} else if (once(w, TOLD_R7)) {
		found(w, "R7", "call to %s while %s", name, stand(s));
	}
}

/*
 * R8, and C-GS: C is called with the kernel's CR3 and GS base. It reaches
 * its variables by the one and maps them by the other, from its first line.
 */
static void rule_call_context(struct walker *w, const char *name)
{
	struct state *s = w->s;

	judged_at(w->c, C_GS, w->here);
	if (s->cr3 == YES)
		judged_at(w->c, RULE_8, w->here);
	if (s->gs != GS_KERNEL && once(w, TOLD_GS))
		found(w, "C-GS", "call to %s with the user's GS base", name);
	if (s->cr3 == YES && once(w, TOLD_R8))
		found(w, "R8", "call to %s with the user CR3", name);
}

/* It goes with IBRS set into what does not come back, which is asked of that. */
static void kept(struct walker *w)
{
	struct entries *en = &w->c->en;

	for (size_t i = 0; i < en->nfunc; i++)
		if (en->func[i] == w->e)
			en->func[i]->kept = true;
}

/* By these the kernel is left, for the next one or for where it begins. */
static bool is_out(const char *name)
{
	return !strcmp(name, "relocate_kernel") || !strcmp(name, "start_cpu0");
}

/*
 * R9: no C behind the clear of a CPU that leaves: it has RETs, and may write
 * to memory behind WBINVD. But what it leaves to: the next kernel, or its own
 * start where CPU 0 is brought up again.
 */
static void rule_last(struct walker *w, const char *name, uint64_t target)
{
	bool out = is_out(name);

	if (!leaves_for_good(w))
		return;
	if (w->s->ibrs == IBRS_CLEAR || out)
		judged_parts(w->c, part_of_r9(w), w->here);
	if (w->s->ibrs != IBRS_CLEAR && target && never_returns(w->c, target))
		kept(w);
	if (w->s->ibrs == IBRS_CLEAR && out)
		w->done = true;
	else if (w->s->ibrs == IBRS_CLEAR && once(w, TOLD_R9))
		found(w, "R9", "call to %s behind the clear that has to be last",
		      name);
	else if (out && once(w, TOLD_R9)) {
		judged_narrow(w->c, !strcmp(name, "start_cpu0") ?
			      PART_BIT(R10_ap) : PART_BIT(R10_kexec), w->here);
		found(w, "R10", "leaves by %s with IBRS set", name);
	}
}

/*
 * Out of the kernel: what is known is none of the 2 GiB in which its text and
 * that of modules is, and of what is not only kexec's register is presumed to be,
 * for nobody knows where its control page is.
 */
static bool leads_out(const struct walker *w, const struct val *v)
{
	const struct symbol *s;

	if (v->kind != V_CONST)
		return v->kind != V_LOAD && w->e->cls == S_KEXEC;
	s = symbol_at(&w->c->im, v->c);
	return (uint64_t)v->c < -(1ull << 31) ||
	       (s && s->addr == (uint64_t)v->c && is_out(s->name));
}

/*
 * R9, R10: who leaves for good may do so by a register, but not with IBRS set: the
 * next kernel finds it so.
 */
bool rule_jump_out(struct walker *w, const struct val *v)
{
	bool offline = w->e->cls == S_OFFLINE;

	if (!w->gate_on || !leaves_for_good(w) || !leads_out(w, v))
		return false;
	judged_parts(w->c, part_of_r9(w), w->here);
	if (w->s->ibrs == IBRS_CLEAR || !once(w, TOLD_R9))
		return true;
	judged_narrow(w->c, offline ? PART_BIT(R9_offline) :
		      PART_BIT(R10_kexec), w->here);
	if (offline)
		found(w, "R9", "leaves by a register with IBRS set");
	else
		found(w, "R10", "leaves by %s with IBRS set", "a register");
	return true;
}

/*
 * A call of C: the rules above, of what is known of the entry. A function of C
 * that is walked by itself has the kernel's context from the start.
 */
void rule_c_call(struct walker *w, uint64_t target)
{
	char name[PLACE_LEN] = "a pointer";

	rule_swapgs_call(w, target);
	rule_cleared_c(w, target);
	if (rule_fill_end(w, "a call of C") && !of_guest(w->e))
		return;
	if (target)
		name_of(&w->c->im, target, name, sizeof(name));
	if (w->gate_on && (!in_c(w->e) || of_guest(w->e)) && !w->s->in_c)
		judged_at(w->c, RULE_4, w->here);
	/* (iii): the handler of an IRET that faulted has come to its C */
	if (w->gate_on && !strcmp(name, "fixup_bad_iret"))
		judged_parts(w->c, PART_BIT(R3_bad_iret), w->here);
	rule_regs_in(w, target);
	if (exposed(w))
		rule_exposed_call(w, name);
	if (w->gate_on)
		rule_last(w, name, target);
	if (w->gate_on && !in_c(w->e))
		rule_call_context(w, name);
}

/* --- the ways out -------------------------------------------------------- */
static bool pti_on(struct walker *w)
{
	int i = feat_named(w->c, "pti");

	return i >= 0 && (w->s->f.known & w->s->f.val) >> i & 1;
}

/*
 * R2: a return to user mode has cleared IBRS, or user code runs slowly and so
 * does the sibling thread. C-GS, C-CR3: and it has the user's GS base and CR3,
 * since whatever decided about them decided about the clear as well.
 */
void rule_to_user(struct walker *w)
{
	struct state *s = w->s;

	w->reached_user = true;
	rule_buffers_out(w);
	if (!w->gate_on)
		return;
	rule_gone(w, "return to user mode");
	judged_at(w->c, RULE_2, w->here);
	judged_at(w->c, C_GS, w->here);
	judged_at(w->c, C_CR3, w->here);
	/* Never set and never needed: ignore_sysret */
	if (s->ibrs != IBRS_CLEAR && (s->in_c || s->nset || s->nread))
		found(w, "R2", "return to user mode without a clear of IBRS");
	if (s->gs != GS_USER)
		found(w, "C-GS", "return to user mode with the kernel's GS base");
	if (pti_on(w) && s->cr3 != YES)
		found(w, "C-CR3", "return to user mode with the kernel CR3");
}

/*
 * R3 of what hits anywhere: the MSR is as it was at delivery, all of it, or
 * what was interrupted goes on without its protection, or slowly in user mode.
 */
static void rule_restored(struct walker *w)
{
	struct state *s = w->s;

	/* Not where "set" is only assumed, after an R4. */
	if (s->ibrs != IBRS_DELIV && !(s->told & TOLD_R4) &&
	    !(s->ibrs == IBRS_SET && s->dibrs == YES))
		found(w, "R3", "return to the kernel with IBRS %s, not as it was at delivery",
		      s->ibrs == IBRS_SET ? "set" : "clear");
}

/*
 * R3: an interrupt or fault of the protected kernel returns to it protected;
 * an NMI, #MC, #DB, #BP, #DF leaves what it found. C-GS, C-CR3: the same of the
 * GS base and of CR3, which the code that was interrupted goes on using.
 */
void rule_to_kernel(struct walker *w)
{
	struct state *s = w->s;
	uint8_t gs = s->dgs == YES ? GS_KERNEL : s->dgs == NO ? GS_USER :
		     GS_DELIV;

	w->reached_kernel = true;
	if (!w->gate_on)
		return;
	judged_parts(w->c, w->e->kind == E_IST ? PART_BIT(R3_ist) :
		     PART_BIT(R3_interrupt), w->here);
	judged_at(w->c, C_GS, w->here);
	judged_at(w->c, C_CR3, w->here);
	if (w->e->kind == E_IST)
		rule_restored(w);
	else if (!is_protected(s))
		found(w, "R3", "return to the kernel unprotected: %s",
		      stand(s));
	if (s->gs != gs)
		found(w, "C-GS", "return to the kernel with another GS base than at delivery");
	if (s->cr3 != s->dcr3)
		found(w, "C-CR3", "return to the kernel with another CR3 than at delivery");
}

/*
 * R3: nothing raises an exception by intent where IBRS is not set. Its entry
 * sees the kernel's CS, sets nothing, and its handler runs unprotected.
 */
void rule_trap(struct walker *w, const char *what)
{
	if (exposed(w) || is_gone(w))
		judged_parts(w->c, PART_BIT(R3_bad_iret), w->here);
	if (exposed(w) || is_gone(w))
		found(w, "R3", "%s raises an exception while %s", what,
		      stand(w->s));
}

/*
 * C-GS, R8: who calls entry code goes on as what it was. That IBRS is set is
 * asked at the RET.
 */
void rule_to_caller(struct walker *w)
{
	w->reached_kernel = true;
	rule_function_return(w);
	if (w->gate_on)
		judged_at(w->c, C_GS, w->here);
	if (w->gate_on && (w->s->gs != GS_KERNEL || w->s->cr3 == YES))
		found(w, "C-GS", "return to C with the user's GS base or CR3");
}

/*
 * An entry point of which no path came to a way out, or into what is shown not
 * to return, was not judged, whatever was found on it: the walk has lost its
 * way, and silence would read as proof.
 */
void rule_entry_end(struct walker *w)
{
	/* a function may loop, Xen's may leave by a hypercall */
	if (w->e->kind == E_FUNCTION || w->e->kind == E_XEN ||
	    w->reached_user || w->reached_kernel || w->stopped || w->c->astray)
		return;
	w->c->astray = true;
	no_verdict(w->c, "%s: no path from it to a return was found", w->e->name);
}
