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
	if (!exposed(w))
		return;
	if (w->e->kind == E_FUNCTION) {
		if (once(w, TOLD_R9))
			found(w, "R9", "interrupts are enabled while IBRS is clear");
	} else if (once(w, TOLD_R7)) {
		found(w, "R7", "interrupts are enabled while %s", stand(w->s));
	}
}

/*
 * R9: idle waits with IBRS clear by MWAIT only, and with interrupts off. MWAIT
 * can be told to end for an interrupt that stays pending; HLT cannot, so the
 * interrupt would be taken before the set.
 */
void rule_idle(struct walker *w, const char *what)
{
	struct state *s = w->s;

	if (!w->gate_on || w->e->kind != E_FUNCTION || leaves_for_good(w) ||
	    s->ibrs != IBRS_CLEAR)
		return;
	if (!strcmp(what, "HLT") || s->irq == YES)
		found(w, "R9", "%s%s while IBRS is clear", what,
		      s->irq == YES ? " with interrupts on" : "");
}

/*
 * R7: no segment register is loaded while IBRS is not set. The selector may be
 * the user's, and the load faults into a handler that believes the kernel's CS.
 */
void rule_segment(struct walker *w)
{
	if (exposed(w) && once(w, TOLD_R7))
		found(w, "R7", "segment load while %s", stand(w->s));
}

/*
 * R7: no instruction that has a fixup stands where IBRS is not set. It is there
 * because it may fault, and the fault is taken for one of the protected kernel.
 */
void rule_extable(struct walker *w, uint64_t ip)
{
	if (exposed(w) && in_extable(&w->c->t, ip) && once(w, TOLD_R7))
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
 * R8: with the user's CR3 only entry text and cpu_entry_area are touched. Page
 * table isolation maps nothing else, and the fault has no stack to go to.
 */
static void rule_user_cr3(struct walker *w, const struct operand *o,
			  const struct val *base)
{
	const struct layout *l = &w->c->lay;
	char name[80];

	if (base->kind == V_STK && base->aux == STK_THREAD) {
		if (once(w, TOLD_R8))
			found(w, "R8", "touches the thread's stack with the user CR3");
		return;
	}
	if (!o || !o->abs)
		return;
	if (o->gs ? mapped_percpu(w, o->disp) :
	    in_entry_text(w->c, o->disp) ||
	    (o->rip && in_trampoline(l, w->here)))
		return;
	if (once(w, TOLD_R8))
		found(w, "R8", "touches %s%s with the user CR3",
		      o->gs ? "per-CPU " : "",
		      name_of(&w->c->im, o->disp, name, sizeof(name)));
}

/*
 * R8, in code that is mapped twice: an address relative to RIP is the linker's,
 * and the trampoline runs elsewhere. What is not in the page itself is missed.
 */
static void rule_alias(struct walker *w, const struct operand *o)
{
	char name[80];

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
static void rule_breakpoint(struct walker *w, const struct operand *o)
{
	const struct state *s = w->s;
	struct addr a = address(w, o);
	char name[80] = "memory by a pointer";

	if (w->e->kind != E_IST || s->from == FROM_USER || s->in_c ||
	    !exposed(w) || w->c->im.major > 4 || a.where == W_STACK)
		return;
	if (a.where != W_UNKNOWN)
		name_of(&w->c->im, a.off, name, sizeof(name));
	if (once(w, TOLD_R7))
		found(w, "R7", "touches %s, where a breakpoint never ends, while %s",
		      name, stand(s));
}

/*
 * R7: no user pointer is followed while IBRS is not set, for that can fault.
 * C-GS: and no per-CPU variable is reached by the user's GS base.
 */
void rule_memory(struct walker *w, const struct operand *o, struct val base)
{
	struct state *s = w->s;

	if (!w->gate_on || in_c(w->e))
		return;
	if (s->from == FROM_USER && !is_protected(s) && base.kind == V_REG &&
	    w->e->kind == E_SYSCALL && once(w, TOLD_R7))
		found(w, "R7", "access through a user pointer while %s",
		      stand(s));
	if (s->cr3 == YES)
		rule_user_cr3(w, o, &base);
	if (!o)
		return;
	rule_alias(w, o);
	rule_breakpoint(w, o);
	if (o->gs && o->abs && s->gs == GS_USER && once(w, TOLD_GS))
		found(w, "C-GS", "per-CPU access with the user's GS base");
}
