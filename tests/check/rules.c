// SPDX-License-Identifier: GPL-2.0-only
/* Which event in which state breaks which rule of Documentation/rules.txt. */
#include <string.h>

#include "check/check.h"

enum { TOLD_R1 = 1, TOLD_R4 = 2, TOLD_R7 = 4, TOLD_GS = 8, TOLD_R8 = 16,
       TOLD_R9 = 32 };

bool is_protected(const struct state *s)
{
	return s->ibrs == IBRS_SET ||
	       (s->ibrs == IBRS_DELIV && s->dibrs == YES);
}

/* True the first time since the MSR was last written on this path. */
static bool once(struct walker *w, uint8_t bit)
{
	bool first = !(w->s->told & bit);

	w->s->told |= bit;
	return first;
}

static const char *stand(const struct state *s)
{
	if (s->ibrs == IBRS_CLEAR)
		return "IBRS is clear";
	if (s->from == FROM_USER)
		return "IBRS is not set since the entry";
	return "IBRS may be clear";
}

static const char *name_of(struct walker *w, uint64_t addr, char *buf, size_t n)
{
	const struct symbol *s = symbol_at(&w->c->im, addr);

	if (s && s->addr == addr)
		snprintf(buf, n, "%s", s->name);
	else
		place(&w->c->im, addr, buf, n);
	return buf;
}

/* Offline, kexec and the like: cleared for good, judged by what comes last. */
static bool leaves_for_good(const struct walker *w)
{
	return w->e->leaves;
}

static void need_fence(struct walker *w, const char *what)
{
	if (!w->s->fence)
		return;
	w->s->fence = 0;
	found(w, "R13", "%s on the leg that skips the write, with no LFENCE before it",
	      what);
}

void rule_branch(struct walker *w, const char *what)
{
	if (!w->gate_on || leaves_for_good(w))
		return;
	if (w->e->kind == E_VMEXIT) {
		rule_vmexit(w, what);
		return;
	}
	need_fence(w, what);
	if (!is_protected(w->s) && once(w, TOLD_R1))
		found(w, "R1", "%s while %s", what, stand(w->s));
}

void rule_c_call(struct walker *w, uint64_t target)
{
	struct state *s = w->s;
	char name[80];

	if (target)
		name_of(w, target, name, sizeof(name));
	else
		snprintf(name, sizeof(name), "a pointer");
	if (w->e->kind == E_VMEXIT) {
		rule_vmexit(w, "a call of C");
		return;
	}
	if (w->gate_on && !leaves_for_good(w)) {
		need_fence(w, "call");
		if (!is_protected(s)) {
			if (!s->in_c && !s->nset && once(w, TOLD_R4)) {
				found(w, "R4", "call to %s, and IBRS has not been set on this entry",
				      name);
				s->ibrs = IBRS_SET;	/* said once is enough */
			} else if (once(w, TOLD_R7)) {
				found(w, "R7", "call to %s while %s", name,
				      stand(s));
			}
		}
	}
	if (!w->gate_on || w->e->kind == E_FUNCTION)
		return;
	if (s->gs != GS_KERNEL && once(w, TOLD_GS))
		found(w, "C-GS", "call to %s with the user's GS base", name);
	if (s->cr3 == YES && once(w, TOLD_R8))
		found(w, "R8", "call to %s with the user CR3", name);
}

/* --- the value ------------------------------------------------------------ */
enum role { ROLE_NONE, ROLE_BASE, ROLE_KERNEL };

/* Variables that hold a whole value of the MSR, in the trees known. */
static enum role role_of(struct walker *w, uint64_t addr)
{
	static const struct { const char *name; enum role role; } vars[] = {
		{ "x86_spec_ctrl_kernel", ROLE_KERNEL },
		{ "x86_spec_ctrl_base", ROLE_BASE },
		{ "x86_spec_ctrl_current", ROLE_KERNEL },
		{ "x86_spec_ctrl_priv_cpu", ROLE_KERNEL },
		{ "x86_spec_ctrl_restore", ROLE_BASE },
	};

	for (size_t i = 0; i < sizeof(vars) / sizeof(*vars); i++) {
		const struct symbol *s = symbol_named(&w->c->im, vars[i].name);

		if (s && s->addr == addr)
			return vars[i].role;
	}
	return ROLE_NONE;
}

static bool lo_part(const struct val *v)
{
	return v->part == P_FULL || v->part == P_LO;
}

/* EDX:EAX are the two halves of one variable, or of the value saved. */
static bool whole(const struct val *lo, const struct val *hi)
{
	return lo->kind == hi->kind && lo_part(lo) && hi->part == P_HI &&
	       lo->c == hi->c && lo->percpu == hi->percpu;
}

static enum ibrs guess(struct walker *w)
{
	return w->s->in_c && w->s->from == FROM_USER ? IBRS_CLEAR : IBRS_SET;
}

#define IBRS_LOST 3

static int class_of(struct walker *w)
{
	const struct val lo = w->s->r[RAX], hi = w->s->r[RDX];
	enum role role;
	int class;

	if (lo.kind != V_MSR && lo.kind != V_LOAD && w->e->kind == E_IST &&
	    w->s->from != FROM_USER && w->s->in_c) {
		found(w, "R3", "restores from a register that does not hold the saved value");
		return IBRS_LOST;
	}
	if (lo.kind == V_CONST) {
		class = lo.c & 1 ? IBRS_SET : IBRS_CLEAR;
		found(w, "R6", "writes the constant 0x%x: the other bits are lost",
		      (uint32_t)lo.c);
		return class;
	}
	if (lo.kind == V_MSR && lo_part(&lo)) {
		if (lo.bit0 != B_ASIS)
			return lo.bit0 == B_SET ? IBRS_SET : IBRS_CLEAR;
		if (!whole(&lo, &hi))
			found(w, "R3", "restores the low half only of what was saved");
		return IBRS_DELIV;
	}
	if (lo.kind != V_LOAD || !lo_part(&lo)) {
		if (w->e->kind == E_FUNCTION)
			return IBRS_SET;
		found(w, "R6", "writes a value that is not known");
		return guess(w);
	}
	role = role_of(w, lo.c);
	if (role == ROLE_NONE) {
		char name[80];

		found(w, "R6", "writes a value taken from %s, which is no variable for this MSR",
		      name_of(w, lo.c, name, sizeof(name)));
		class = guess(w);
	} else {
		class = role == ROLE_KERNEL ? IBRS_SET : IBRS_CLEAR;
	}
	if (lo.bit0 != B_ASIS)
		class = lo.bit0 == B_SET ? IBRS_SET : IBRS_CLEAR;
	if (!whole(&lo, &hi))
		found(w, "R6", "the upper half written is not that of the value");
	return class;
}

/* --- how often ------------------------------------------------------------- */
static void count_paranoid(struct walker *w, int class)
{
	struct state *s = w->s;

	if (class == IBRS_DELIV) {
		if (s->dibrs != NO)
			found(w, "R5", "restores by a WRMSR where IBRS was %s at delivery",
			      s->dibrs == YES ? "set" : "possibly set");
		if (s->nrestore++)
			found(w, "R5", "restored a second time");
		s->nrestore = 1;
		return;
	}
	if (class == IBRS_CLEAR)
		return;		/* the IRET will find it */
	if (s->dibrs == YES)
		found(w, "R5", "IBRS is set though it was found set");
	else if (s->dibrs == MAYBE)
		found(w, "R5", "IBRS is set without a look at what it was");
}

static void count_write(struct walker *w, int class)
{
	struct state *s = w->s;

	if (class == IBRS_SET) {
		if (s->nset)
			found(w, "R5", "IBRS is set a second time");
		s->nset = 1;
	} else if (class == IBRS_CLEAR) {
		if (s->nclear)
			found(w, "R5", "IBRS is cleared a second time");
		s->nclear = 1;
	}
	if (s->from == FROM_USER)
		return;
	if (w->e->kind == E_IST)
		count_paranoid(w, class);
	else if (s->from == FROM_KERNEL)
		found(w, "R5", "WRMSR on a path that comes from the protected kernel");
}

void rule_wrmsr(struct walker *w)
{
	struct state *s = w->s;
	struct val ecx = s->r[RCX];
	int class;

	if (ecx.kind != V_CONST) {
		if (!in_c(w->e))
			found(w, "C-MSR", "WRMSR to an MSR whose number is not known");
		return;
	}
	if ((uint32_t)ecx.c != MSR_SPEC_CTRL || w->e->kind == E_VMEXIT)
		return;
	w->nwrite++;
	use_add(w->c, (struct use){ w->here, function_at(&w->c->im, w->here),
				       true, true });
	if (!w->gate_on) {
		found(w, "R11", "WRMSR of IA32_SPEC_CTRL while IBRS is not in use");
		return;
	}
	class = class_of(w);
	if (class == IBRS_LOST)
		class = IBRS_DELIV;	/* said; nothing follows from it */
	else if (w->e->kind != E_FUNCTION) {
		count_write(w, class);
		if (s->irq != NO && class == IBRS_CLEAR)
			found(w, "R7", "IBRS is cleared while interrupts %s on",
			      s->irq == YES ? "are" : "may be");
	} else if (leaves_for_good(w) && class == IBRS_SET &&
		   s->ibrs == IBRS_CLEAR) {
		found(w, "R9", "IBRS is set again after the clear that has to be last");
	} else if (s->irq == YES && class == IBRS_CLEAR) {
		found(w, "R9", "IBRS is cleared while interrupts are on");
	}
	s->ibrs = class;
	s->told = 0;
	s->fence = 0;
}

void rule_rdmsr(struct walker *w)
{
	struct state *s = w->s;

	if (w->e->kind == E_VMEXIT)
		return;
	use_add(w->c, (struct use){ w->here, function_at(&w->c->im, w->here),
				       false, true });
	if (!w->gate_on) {
		found(w, "R11", "RDMSR of IA32_SPEC_CTRL while IBRS is not in use");
		return;
	}
	if (w->e->kind == E_FUNCTION)
		return;
	if (s->from == FROM_USER && !s->nset && !s->in_c)
		found(w, "R4", "RDMSR of IA32_SPEC_CTRL before the write of this entry");
	else if (s->from == FROM_USER)
		found(w, "R5", "RDMSR of IA32_SPEC_CTRL on the way out");
	else if (w->e->kind != E_IST && s->from == FROM_KERNEL)
		found(w, "R5", "RDMSR on a path that comes from the protected kernel");
	else if (s->nread)
		found(w, "R5", "a second RDMSR of IA32_SPEC_CTRL");
	s->nread = 1;
}

/* --- what may not happen in the window --------------------------------------- */
void rule_irq_on(struct walker *w)
{
	if (!w->gate_on || is_protected(w->s) || leaves_for_good(w))
		return;
	if (w->e->kind == E_FUNCTION) {
		if (once(w, TOLD_R9))
			found(w, "R9", "interrupts are enabled while IBRS is clear");
	} else if (once(w, TOLD_R7)) {
		found(w, "R7", "interrupts are enabled while %s", stand(w->s));
	}
}

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

void rule_segment(struct walker *w)
{
	if (w->gate_on && !is_protected(w->s) && !leaves_for_good(w) &&
	    once(w, TOLD_R7))
		found(w, "R7", "segment load while %s", stand(w->s));
}

void rule_extable(struct walker *w, uint64_t ip)
{
	if (w->gate_on && !is_protected(w->s) && !leaves_for_good(w) &&
	    in_extable(&w->c->t, ip) && once(w, TOLD_R7))
		found(w, "R7", "an instruction that may fault (it is in __ex_table) while %s",
		      stand(w->s));
}

/* The TSS is mapped for user mode as a per-CPU variable from v4.20 on. */
static bool mapped_percpu(struct walker *w, uint64_t addr)
{
	const struct image *im = &w->c->im;
	const struct layout *l = &w->c->lay;

	return (im->major > 4 || (im->major == 4 && im->minor >= 20)) &&
	       l->tss && addr - l->tss < l->tss_end - l->tss;
}

static bool in_trampoline(const struct layout *l, uint64_t addr)
{
	return addr - l->tramp < l->tramp_end - l->tramp;
}

/* cpu_entry_area lies around the alias at which the trampoline runs */
static bool near_trampoline(const struct layout *l, uint64_t addr)
{
	return addr - (l->tramp - 0x20000) < 0x40000;
}

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
		      name_of(w, o->disp, name, sizeof(name)));
}

void rule_memory(struct walker *w, const struct operand *o, struct val base)
{
	struct state *s = w->s;
	char name[80];

	if (!w->gate_on || in_c(w->e))
		return;
	if (s->from == FROM_USER && !is_protected(s) && base.kind == V_REG &&
	    w->e->kind == E_SYSCALL && once(w, TOLD_R7))
		found(w, "R7", "access through a user pointer while %s",
		      stand(s));
	if (s->cr3 == YES)
		rule_user_cr3(w, o, &base);
	if (o && o->rip && in_trampoline(&w->c->lay, w->here) &&
	    !near_trampoline(&w->c->lay, o->disp))
		found(w, "R8", "%s relative to RIP, in code that runs at an alias address",
		      name_of(w, o->disp, name, sizeof(name)));
	if (o && o->gs && o->abs && s->gs == GS_USER && once(w, TOLD_GS))
		found(w, "C-GS", "per-CPU access with the user's GS base");
}

/* --- the ways out --------------------------------------------------------------- */
static bool pti_on(struct walker *w)
{
	int i = feat_named(w->c, "pti");

	return i >= 0 && (w->s->f.known & w->s->f.val) >> i & 1;
}

void rule_to_user(struct walker *w)
{
	struct state *s = w->s;

	w->reached_user = true;
	if (!w->gate_on)
		return;
	/* Never set and never needed: ignore_sysret */
	if (s->ibrs != IBRS_CLEAR && (s->in_c || s->nset || s->nread))
		found(w, "R2", "return to user mode without a clear of IBRS");
	if (s->gs != GS_USER)
		found(w, "C-GS", "return to user mode with the kernel's GS base");
	if (pti_on(w) && s->cr3 != YES)
		found(w, "C-CR3", "return to user mode with the kernel CR3");
}

void rule_to_kernel(struct walker *w)
{
	struct state *s = w->s;
	uint8_t gs = s->dgs == YES ? GS_KERNEL : s->dgs == NO ? GS_USER :
		     GS_DELIV;

	w->reached_kernel = true;
	if (!w->gate_on)
		return;
	if (w->e->kind != E_IST && !is_protected(s))
		found(w, "R3", "return to the kernel unprotected: %s",
		      stand(s));
	/* Not where "set" is only assumed, after an R4. */
	if (w->e->kind == E_IST && s->ibrs != IBRS_DELIV &&
	    !(s->told & TOLD_R4) && !(s->ibrs == IBRS_SET && s->dibrs == YES))
		found(w, "R3", "return to the kernel with IBRS %s, not as it was at delivery",
		      s->ibrs == IBRS_SET ? "set" : "clear");
	if (s->gs != gs)
		found(w, "C-GS", "return to the kernel with another GS base than at delivery");
	if (s->cr3 != s->dcr3)
		found(w, "C-CR3", "return to the kernel with another CR3 than at delivery");
}

void rule_entry_end(struct walker *w)
{
	/* a function may loop, Xen's may leave by a hypercall */
	if (w->e->kind == E_FUNCTION || w->e->kind == E_XEN || w->reached_user || w->reached_kernel ||
	    w->c->broken)
		return;
	error_(w->c, "%s: no path from it to a return was found", w->e->name);
}
