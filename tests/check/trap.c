// SPDX-License-Identifier: GPL-2.0-only
/* Instructions that may or always do raise an exception. */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/flags.h"
#include "check/reach.h"
#include "check/rules.h"
#include "check/trap.h"
#include "check/util.h"

/*
 * An IRET to user mode that faults counts as a way out, and what follows as one
 * in (R5): the counts begin anew, and nothing has been set or called since.
 */
static void counts_as_out(struct state *s)
{
	s->nset = s->nclear = s->nread = s->nrestore = 0;
	s->in_c = s->told = 0;
}

/*
 * What a fix-up is given: the handler has come back to it, as from any fault of
 * the kernel, and may have put something into registers. The load of GS is the
 * one fault whose entry goes by the other GS base (branch.c).
 */
static void behind_fault(struct state *s, const struct insn *in)
{
	static const enum reg lost[] = { CALL_CLOBBERS };

	for (size_t i = 0; i < ARRAY_SIZE(lost); i++)
		s->r[lost[i]] = v_top();
	flags_top(s);
	s->regs = REGS_FIXUP;
	if (in->op == ZYDIS_MNEMONIC_WRMSR)
		s->nclear = 1;	/* of C: it was tried */
	if (in->branch == BR_IRET)
		counts_as_out(s);
	else if (in->op == ZYDIS_MNEMONIC_MOV && in->o[0].kind == OP_REG &&
		 in->o[0].reg == REG_GS && s->gs == GS_USER)
		s->gs = GS_KERNEL;
}

/*
 * From v6.1 on C reaches every MSR by an instruction that has a fix-up. With
 * IBRS in use this one is there, so there is no such path.
 *
 * Around firmware, where it is not, one write faults if all do. They have
 * written nothing then, and a fix-up that is what follows has nothing to add.
 */
static bool does_not_fault(struct walker *w, const struct insn *in, uint64_t to)
{
	if ((in->op != ZYDIS_MNEMONIC_WRMSR && in->op != ZYDIS_MNEMONIC_RDMSR) ||
	    w->e->kind != E_FUNCTION || !v_is(&w->s->r[RCX], MSR_SPEC_CTRL))
		return false;
	if (w->gate_on) {
		judged_presuming(w->c, 7, "C does not fault at the MSR, for it is there (R10)");
		return true;
	}
	if (in->op != ZYDIS_MNEMONIC_WRMSR || to != w->here + in->len)
		return false;
	judged_presuming(w->c, RULE_11, "where a write of the MSR faults all do");
	return true;
}

/*
 * R7 has IRET excepted: only the way to user mode has a frame that can fault.
 * Where R7 has spoken the fault itself is the mistake, and is not walked. Nor is
 * one behind a VM exit: its handler has RETs, whatever the fix-up does (R14).
 */
void fixup(struct walker *w, const struct insn *in)
{
	struct state other;
	uint32_t at = w->at;
	uint64_t to;

	if (in->op == ZYDIS_MNEMONIC_NOP ||
	    !fixup_at(&w->c->t, w->here, &to))
		return;
	if (of_guest(w->e) && is_vm_insn(in)) {
		judged_presuming(w->c, RULE_7, "instructions of VMX and SVM fault only where an emergency reboot has turned these off");
		return;
	}
	if (w->e->kind == E_VMEXIT && !exposed(w)) {
		judged_presuming(w->c, 14, "nothing faults on the way from a VM exit to the filling");
		return;
	}
	if (does_not_fault(w, in, to))
		return;
	if (in->branch == BR_IRET) {
		if (w->s->from != FROM_USER)
			return;
	} else if (exposed(w)) {
		rule_extable(w);
		return;
	}
	other = *w->s;
	other.ip = to;
	behind_fault(&other, in);
	add_node(w, other.ip, S_FIXUP);
	later(w, &other);
	w->at = at;
}

bool trap(struct walker *w, const struct fetch *f)
{
	const uint16_t op = f->in.op;
	bool soft = op == ZYDIS_MNEMONIC_INT || op == ZYDIS_MNEMONIC_INT1;

	if (!soft && !is_trap(op))
		return false;
	rule_trap(w, soft ? "INT" : op == ZYDIS_MNEMONIC_INT3 ? "INT3" :
		  op == ZYDIS_MNEMONIC_RSM ? "RSM" : "UD2");
	if (soft || trap_returns(&w->c->t, w->here)) {
		w->s->ip = f->next;
		if (soft)
			w->s->r[RAX] = v_top();	/* of INT 80h */
	} else {
		w->done = true;
		mark(w->c, f->next, MARK_BEHIND);
	}
	return true;
}
