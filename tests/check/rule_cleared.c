// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a crossing clears besides IBRS, in kernels that do: what user mode has
 * trained returns by (R17), the buffers of the CPU (R18), the history of branches
 * (R19). Each hangs on features that the kernel chooses for one kind of CPU;
 * what no site of the path has asked for may be on.
 */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/operand.h"
#include "check/rules.h"
#include "check/told.h"
#include "check/util.h"

static bool may_be_on(const struct walker *w, enum told feature)
{
	return w->c->ft.told[feature].is && !is_off(w, feature);
}

/* FRED's CPUs need none of it, and Xen has its own. */
static bool is_way_in(const struct walker *w)
{
	return (w->e->kind == E_SYSCALL || w->e->kind == E_IST ||
		(w->e->kind == E_GATE && w->s->from != FROM_KERNEL)) &&
	       !w->e->fred && !w->s->branch;
}

/* --- R17: returns -------------------------------------------------------- */
static bool untrains(const struct walker *w, uint64_t target)
{
	switch (told_call(&w->c->im, target)) {
	case TOLD_UNRET:
	case TOLD_SRSO:
	case TOLD_SRSO_ALIAS:
	case TOLD_ENTRY_IBPB:
		return true;
	default:
		return false;
	}
}

/* With its depth counted a RET is not predicted by what user mode has trained. */
static bool counts_depth(const struct walker *w)
{
	int i = feat_named(w->c, "call_depth");

	return i >= 0 && (w->s->f.known & w->s->f.val) >> i & 1;
}

static void rule_trained(struct walker *w, const char *what)
{
	static const enum told by[] = { TOLD_UNRET, TOLD_SRSO_ALIAS,
					TOLD_ENTRY_IBPB };
	bool needed = false;

	if (w->s->cleared & CLEARED_RETS || !is_way_in(w))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(by); i++)
		needed |= may_be_on(w, by[i]);
	if (!needed || counts_depth(w))
		return;
	w->s->cleared |= CLEARED_RETS;
	judged_at(w->c, RULE_17, w->here);
	found(w, "R17", "%s, and what returns were trained by has not been taken away",
	      what);
}

/* --- R19: the history of branches ----------------------------------------- */
static bool clears_history(const struct walker *w, uint64_t target)
{
	return told_call(&w->c->im, target) == TOLD_HISTORY;
}

/* A system call, INT 80h among them: user mode chooses when, and with what. */
static bool is_syscall(const struct walker *w)
{
	return w->e->kind == E_SYSCALL || strstr(w->e->name, "INT80") ||
	       strstr(w->e->name, "int80");
}

static void rule_history(struct walker *w, const char *what)
{
	if (w->s->cleared & CLEARED_HISTORY || !is_way_in(w) ||
	    !is_syscall(w) || !may_be_on(w, TOLD_HISTORY))
		return;
	w->s->cleared |= CLEARED_HISTORY;
	judged_at(w->c, RULE_19, w->here);
	found(w, "R19", "%s of a system call, and the history of branches has not been cleared",
	      what);
}

/* --- where it is asked ----------------------------------------------------- */
void rule_cleared_call(struct walker *w, uint64_t target)
{
	if (!is_way_in(w))
		return;
	if (untrains(w, target)) {
		judged_at(w->c, RULE_17, w->here);
		w->s->cleared |= CLEARED_RETS;
	} else if (clears_history(w, target)) {
		judged_at(w->c, RULE_19, w->here);
		w->s->cleared |= CLEARED_HISTORY;
	}
}

/*
 * These copy pt_regs, and have no branch that goes by history. The second is of
 * an IRET that faulted, which INT 80h does not.
 */
static bool copies_regs(const struct walker *w, uint64_t target)
{
	static const char *const names[] = { "sync_regs", "fixup_bad_iret" };
	const struct symbol *s = target ? symbol_at(&w->c->im, target) : NULL;

	for (size_t i = 0; s && s->addr == target && i < ARRAY_SIZE(names); i++)
		if (!strcmp(s->name, names[i]))
			return true;
	return false;
}

void rule_cleared_c(struct walker *w, uint64_t target)
{
	rule_buffers(w, NULL);
	if (untrains(w, target) || clears_history(w, target))
		return;
	rule_trained(w, "a call of C");
	if (!copies_regs(w, target))
		rule_history(w, "a call of C");
}

void rule_cleared_branch(struct walker *w, const char *what)
{
	if (!strcmp(what, "RET"))
		rule_trained(w, what);
	else
		rule_history(w, what);
}

/* --- R18: buffers ---------------------------------------------------------- */
/* The operand of VERW is memory, or it clears nothing. */
void rule_verw(struct walker *w, const struct operand *o)
{
	if (o->kind == OP_MEM)
		w->s->cleared = (w->s->cleared | CLEARED_BUFFERS) &
				~CLEARED_TOUCHED;
}

/*
 * Behind VERW nothing is read but what user mode gets back, from RSP on, and
 * nothing is written: either would be in the buffers again. NULL: C does both.
 */
void rule_buffers(struct walker *w, const struct operand *o)
{
	struct state *s = w->s;
	struct addr a;

	if (!(s->cleared & CLEARED_BUFFERS) || s->branch)
		return;
	if (o && !o->write) {
		a = address(w, o);
		if (a.where == W_STACK && s->r[RSP].kind == V_STK &&
		    a.stack == s->r[RSP].aux && a.off >= s->r[RSP].c)
			return;
	}
	s->cleared = (s->cleared & ~CLEARED_BUFFERS) | CLEARED_TOUCHED;
}

void rule_buffers_out(struct walker *w)
{
	const struct state *s = w->s;

	if (!w->c->ft.told[TOLD_VERW].is || in_c(w->e) || w->e->kind == E_XEN)
		return;
	judged_at(w->c, RULE_18, w->here);
	if (s->cleared & CLEARED_BUFFERS || !may_be_on(w, TOLD_VERW))
		return;
	if (s->cleared & CLEARED_TOUCHED)
		found(w, "R18", "return to user mode, and memory was touched behind VERW");
	else
		found(w, "R18", "return to user mode without VERW");
}
