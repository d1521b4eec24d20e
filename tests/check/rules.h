/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rules of Documentation/rules.txt, at the events of a path: each is called
 * with the walker at the instruction, before it has its effect, and says what
 * the state breaks. What they change in the state is only what keeps one
 * mistake from being told again: told, and IBRS where it is taken as set.
 *
 * rules.c: branches, calls and ways out. rule_msr.c: reads and writes of the
 * MSR. rule_window.c: what is not allowed while IBRS is clear, or the user's
 * CR3 is loaded. rule_regs.c: the user's registers. rule_function.c: what C
 * does with the MSR. rule_fill.c: the return stack. rule_swapgs.c: its fences.
 * rule_cleared.c: what else is cleared at a crossing.
 * rule_guest.c: VM entry.
 */
#ifndef CHECK_RULES_H
#define CHECK_RULES_H

#include "check/decode.h"
#include "check/walker.h"

/* Which have spoken since the MSR was last written: bits of state.told. */
enum { TOLD_R1 = 1, TOLD_R4 = 2, TOLD_R7 = 4, TOLD_GS = 8, TOLD_R8 = 16,
       TOLD_R9 = 32 };

static inline bool is_protected(const struct state *s)
{
	return s->ibrs == IBRS_SET ||
	       (s->ibrs == IBRS_DELIV && s->dibrs == YES);
}

/* True the first time since the MSR was last written on this path. */
static inline bool once(struct walker *w, uint8_t bit)
{
	bool first = !(w->s->told & bit);

	w->s->told |= bit;
	return first;
}

/*
 * Offline, kexec and the like: cleared for good, and what comes last is what
 * counts. The rest of such a function runs unprotected by intent.
 */
static inline bool leaves_for_good(const struct walker *w)
{
	return w->e->kind == E_FUNCTION &&
	       (w->e->cls == S_OFFLINE || w->e->cls == S_KEXEC);
}

/* It is gone once the kernel is up, and finds out whether IBRS can be used. */
static inline bool at_boot(const struct walker *w)
{
	return w->e->kind == E_FUNCTION && w->e->init;
}

/* Behind the clear of such a function. */
static inline bool is_gone(const struct walker *w)
{
	return w->gate_on && leaves_for_good(w) && w->s->ibrs == IBRS_CLEAR;
}

/* IBRS is in use here, and is not set. */
static inline bool exposed(const struct walker *w)
{
	return w->gate_on && !is_protected(w->s) && !leaves_for_good(w) &&
	       !at_boot(w);
}

/* R9 is one of idle states, or of what leaves. */
static inline unsigned int part_of_r9(const struct walker *w)
{
	return leaves_for_good(w) ? PART_BIT(R9_offline) : PART_BIT(R9_deep_idle);
}

/* How it is not set, for a message. */
const char *stand(const struct state *s);

void rule_branch(struct walker *w, const char *what);
/* target 0: a pointer */
void rule_c_call(struct walker *w, uint64_t target);
/* A jump to what v holds; true: who leaves for good leaves by it. */
bool rule_jump_out(struct walker *w, const struct val *v);
void rule_to_user(struct walker *w);
void rule_to_kernel(struct walker *w);
/* To C that called what is walked. */
void rule_to_caller(struct walker *w);
void rule_entry_end(struct walker *w);

/* VMLAUNCH, VMRESUME, VMRUN; and any instruction of VMX or SVM. */
bool enters_guest(const struct insn *in);
bool is_vm_insn(const struct insn *in);
/* A guest is next, if in is one of the former. */
void rule_to_guest(struct walker *w, const struct insn *in);
/* What KVM has to have, whether it is a module or not. */
void guest_duties(struct check *c);

/* The WRMSR of IA32_SPEC_CTRL in hand. */
bool sets_ibrs(struct walker *w);
void rule_wrmsr(struct walker *w);
/* As by a CALL of a function that takes number and value. */
void rule_write_by_call(struct walker *w);
void rule_rdmsr(struct walker *w);
/* A store to a variable: is it one from which IBRS is set? */
void rule_store(struct walker *w, const struct operand *o, struct val v);
/*
 * Is the number in reg known, of an access that what begins to tell of?
 */
bool rule_msr_known(struct walker *w, enum reg reg, const char *what);
/* of another, or of one that is not known */
void rule_rdmsr_other(struct walker *w);

/* C is called; target 0: a pointer. Before the state says that it was. */
void rule_regs_in(struct walker *w, uint64_t target);
/* IRET has popped all but SS; SYSRET is next. */
void rule_regs_iret(struct walker *w);
void rule_regs_sysret(struct walker *w, const struct insn *in);
/*
 * Of what fills the return stack: a CALL that makes an entry, an instruction,
 * and (true: it is of such) a branch or call behind it.
 */
void rule_fill_call(struct walker *w, uint64_t next);
void rule_fill_step(struct walker *w, const struct insn *in);
bool rule_fill_end(struct walker *w, const char *what);
/*
 * What is done behind the clear of a function that leaves for good, where
 * nothing but a wait is left to do; true: it is one.
 */
bool rule_gone(struct walker *w, const char *what);
/*
 * Of E_FUNCTION: a write that leaves IBRS as now, one of which that is not
 * known, a read, a branch as of rule_branch() (true: nobody else is to judge
 * it), HLT or MWAIT, a jump, and one to where a
 * path has been in the same state.
 */
void rule_function_write(struct walker *w, enum ibrs now);
enum ibrs rule_function_guess(const struct walker *w);
enum ibrs rule_function_value(struct walker *w);
void rule_function_read(struct walker *w);
bool rule_function_branch(struct walker *w, const char *what);
void rule_function_wait(struct walker *w, const char *what);
void rule_function_jump(struct walker *w, const struct insn *in);
void rule_function_joined(struct walker *w);
/* It comes back to its caller, or jumps to what does. */
void rule_function_return(struct walker *w);

void rule_irq_on(struct walker *w);
void rule_segment(struct walker *w, bool gs);
/* in has an entry in __ex_table, and IBRS is not set. */
void rule_extable(struct walker *w);
/* UD2, INT n and the like. */
void rule_trap(struct walker *w, const char *what);
void rule_memory(struct walker *w, const struct operand *o);
/* The GS base gets what is not known to be the kernel's, or the one found. */
void rule_gs_lost(struct walker *w);
/* CR3 gets what nobody has found there. */
void rule_cr3_lost(struct walker *w);

/*
 * Of SWAPGS: a conditional branch, any instruction, a use of the GS base, and a
 * call of C. Does nothing behind it begin before it is done?
 */
void rule_swapgs_branch(struct walker *w);
void rule_swapgs_step(struct walker *w, const struct insn *in);
void rule_swapgs_use(struct walker *w, const char *what);
void rule_swapgs_call(struct walker *w, uint64_t target);
bool serialises(const struct walker *w, const struct insn *in);
/*
 * Of what is cleared at a crossing: a CALL or JMP, a call of C, a branch as of
 * rule_branch(), VERW, an access of memory (NULL: any), a return to user mode.
 */
void rule_cleared_call(struct walker *w, uint64_t target);
void rule_cleared_c(struct walker *w, uint64_t target);
void rule_cleared_branch(struct walker *w, const char *what);
void rule_verw(struct walker *w, const struct operand *o);
void rule_buffers(struct walker *w, const struct operand *o);
void rule_buffers_out(struct walker *w);

#endif
