// SPDX-License-Identifier: GPL-2.0-only
/* Rules of the windows: while IBRS is not set, or the user's CR3 is loaded. */
#include <string.h>

#include "check/check.h"
#include "check/operand.h"
#include "check/rules.h"

/*
 * R7: interrupts come on only where IBRS is set, and R9: so it is around an
 * idle state. What interrupts unprotected code sees the kernel's CS, sets
 * nothing, and its handler runs unprotected.
 */
void rule_irq_on(struct walker *w)
{
	const char *are = w->s->irq == YES ? "are" : "may be";

	if (w->s->nogif)
		return;
	if (is_gone(w)) {
		judged_parts(w->c, part_of_r9(w), w->here);
		if (once(w, TOLD_R9))
			found(w, "R9", "interrupts %s enabled behind the clear that has to be last",
			      are);
		return;
	}
	if (!exposed(w))
		return;
	if (w->e->kind == E_FUNCTION && w->e->cls != S_FIRMWARE &&
	    w->e->cls != S_BOOT) {
		judged_parts(w->c, part_of_r9(w), w->here);
		if (once(w, TOLD_R9))
			found(w, "R9", "interrupts %s enabled while IBRS is clear",
			      are);
	} else if (once(w, TOLD_R7)) {
		found(w, "R7", "interrupts %s enabled while %s", are,
		      stand(w->s));
	}
}

/*
 * R7: no segment register is loaded while IBRS is not set. The selector may be
 * the user's, and the load faults into a handler that believes the kernel's CS.
 * C-GS, of GS: it loads the base as well, so it takes the kernel's away.
 */
void rule_segment(struct walker *w, bool gs)
{
	if (gs && w->gate_on && !in_c(w->e) && w->s->gs != GS_USER)
		found(w, "C-GS", "loads GS while the kernel's base is in use");
	if (exposed(w) && once(w, TOLD_R7))
		found(w, "R7", "segment load while %s", stand(w->s));
}

/*
 * R7: no instruction that has a fixup stands where IBRS is not set. It is there
 * because it may fault, and the fault is taken for one of the protected kernel.
 */
void rule_extable(struct walker *w)
{
	if (once(w, TOLD_R7))
		found(w, "R7", "an instruction that may fault (it is in __ex_table) while %s",
		      stand(w->s));
}

/* The TSS is mapped for user mode as a per-CPU variable from v4.20 on. */
static bool mapped_percpu(struct walker *w, uint64_t addr)
{
	const struct image *im = &w->c->im;
	const struct layout *l = &w->c->lay;

	return (im->major > 4 || (im->major == 4 && im->minor >= 20)) &&
	       l->tss && in_range(addr, l->tss, l->tss_end);
}

static bool in_trampoline(const struct layout *l, uint64_t addr)
{
	return in_range(addr, l->tramp, l->tramp_end);
}

/* cpu_entry_area lies around the alias at which the trampoline runs */
static bool near_trampoline(const struct layout *l, uint64_t addr)
{
	return addr - (l->tramp - 0x20000) < 0x40000;
}

/*
 * Mapped for user mode as well: the stacks of cpu_entry_area, espfix's. None is
 * larger than 8 KiB, and what lies beyond is no part of it.
 */
static bool mapped_stack(uint32_t stack, int64_t off)
{
	return (stack == STK_FRAME || stack == STK_TRAMP ||
		stack == STK_ESPFIX) && off >= -0x2000 && off < 0x1000;
}

static bool mapped_variable(struct walker *w, const struct operand *o,
			    const struct addr *a)
{
	if (a->where == W_PERCPU)
		return mapped_percpu(w, a->off);
	return in_entry_text(w->c, a->off) ||
	       (o->rip && in_trampoline(&w->c->lay, w->here));
}

/*
 * R8: with the user's CR3 only entry text and cpu_entry_area are touched. Page
 * table isolation maps nothing else, and the fault has no stack to go to. Of a
 * pointer that is not known nobody can say that it is one of these.
 */
static void rule_user_cr3(struct walker *w, const struct operand *o,
			  const struct addr *a)
{
	char name[PLACE_LEN];

	switch (a->where) {
	case W_STACK:
		if (a->stack == STK_THREAD && once(w, TOLD_R8))
			found(w, "R8", "touches the thread's stack with the user CR3");
		if (mapped_stack(a->stack, a->off))
			return;
		break;
	case W_ABS:
	case W_PERCPU:
		if (!mapped_variable(w, o, a) && once(w, TOLD_R8))
			found(w, "R8", "touches %s%s with the user CR3",
			      a->where == W_PERCPU ? "per-CPU " : "",
			      name_of(&w->c->im, a->off, name, sizeof(name)));
		return;
	case W_UNKNOWN:
		break;
	}
	if (once(w, TOLD_R8))
		found(w, "R8", "touches memory by a pointer that is not known to be mapped, with the user CR3");
}

/*
 * R8, in code that is mapped twice: an address relative to RIP is the linker's,
 * and the trampoline runs elsewhere. What is not in the page itself is missed.
 */
static void rule_alias(struct walker *w, const struct operand *o)
{
	char name[PLACE_LEN];

	if (o->rip && in_trampoline(&w->c->lay, w->here) &&
	    !near_trampoline(&w->c->lay, o->disp))
		found(w, "R8", "%s relative to RIP, in code that runs at an alias address",
		      name_of(&w->c->im, o->disp, name, sizeof(name)));
}

/*
 * R7, of what hits anywhere: no memory is touched but the stack. A breakpoint
 * on anything else is a #DB of this entry itself, whose entry does the same,
 * on the same stack. Not of later kernels: their entry reads per-CPU variables
 * there, and they refuse breakpoints on some.
 */
static void rule_breakpoint(struct walker *w, const struct addr *at)
{
	const struct state *s = w->s;
	struct addr a = *at;
	char name[PLACE_LEN] = "memory by a pointer";

	if (w->e->kind != E_IST || s->from == FROM_USER || s->in_c ||
	    !exposed(w) || w->c->im.major > 4 || a.where == W_STACK)
		return;
	if (a.where != W_UNKNOWN)
		name_of(&w->c->im, a.off, name, sizeof(name));
	if (once(w, TOLD_R7))
		found(w, "R7", "touches %s, where a breakpoint never ends, while %s",
		      name, stand(s));
}

/* What a register of the user's holds, or what nothing is known of. */
static const char *foreign(const struct val *v)
{
	switch (v->kind) {
	case V_REG:
	case V_FRAME:
	case V_SLOT:
		return "a user pointer";
	case V_STK:
		return v->aux & STK_LOST ? "a stack that is not known" : NULL;
	case V_CONST:
	case V_LOAD:
	case V_ESPFIX:
		return NULL;
	default:
		return "a pointer that is not known";
	}
}

/*
 * R7: no user pointer is followed while IBRS is not set, for that can fault.
 * Any register is the user's until it has been given another value, whichever
 * way the entry was. v: what the base of the address holds, or its index.
 */
static void rule_pointer(struct walker *w, const struct val *v)
{
	const struct state *s = w->s;
	const char *what = foreign(v);

	/* of what hits anywhere rule_breakpoint() asks more */
	if (!what || s->from == FROM_KERNEL || !exposed(w) ||
	    (w->e->kind == E_IST && v->kind != V_REG && s->from != FROM_USER))
		return;
	if (once(w, TOLD_R7))
		found(w, "R7", "access through %s while %s", what, stand(s));
}

/* Where only user mode has memory, whatever led there. */
static bool is_low(const struct addr *a)
{
	return a->where == W_ABS && !((uint64_t)a->off >> 47);
}

void rule_memory(struct walker *w, const struct operand *o)
{
	const struct val top = v_top();
	const struct val user = { .kind = V_REG };
	const struct val none = v_const(0);
	struct val base, index;
	struct addr a;

	rule_buffers(w, o);
	if (o->gs)
		rule_swapgs_use(w, "an access");
	if (!w->gate_on || (in_c(w->e) && !w->s->guest))
		return;
	/* as they are: address() takes what is in RSP for a stack */
	base = o->reg < NREG ? w->s->r[o->reg] : v_const(0);
	index = o->index < NREG ? w->s->r[o->index] :
		o->index == REG_NONE ? v_const(0) : top;	/* a vector */
	if (in_c(w->e)) {	/* a pointer of the guest's; of KVM's nothing is known */
		rule_pointer(w, index.kind == V_REG ? &index :
				base.kind == V_REG ? &base : &none);
		return;
	}
	a = address(w, o);
	rule_pointer(w, o->odd ? &top : is_low(&a) ? &user : &base);
	rule_pointer(w, &index);
	if (w->s->cr3 != NO) {
		judged_at(w->c, RULE_8, w->here);
		rule_user_cr3(w, o, &a);
	}
	rule_alias(w, o);
	rule_breakpoint(w, &a);
	rule_buffers(w, o);
	if (o->gs)
		judged_at(w->c, C_GS, w->here);
	/* C-GS: no per-CPU variable is reached by the user's GS base */
	if (o->gs && w->s->gs != GS_KERNEL && once(w, TOLD_GS))
		found(w, "C-GS", "per-CPU access with the user's GS base");
}

/*
 * C-CR3: what is loaded was found there, or made of it. A register that holds
 * something else is no way back to the page tables of what was interrupted.
 */
void rule_cr3_lost(struct walker *w)
{
	if (w->gate_on && !in_c(w->e))
		found(w, "C-CR3", "loads CR3 from a register that does not hold what was found there");
}

/* C-GS: the base that is loaded is the kernel's, or the one that was found. */
void rule_gs_lost(struct walker *w)
{
	if (w->gate_on && !in_c(w->e))
		found(w, "C-GS", "loads a GS base that is not known");
}
