// SPDX-License-Identifier: GPL-2.0-only
/* Jumps, calls and returns. */
#include <string.h>

#include "check/branch.h"
#include "check/check.h"
#include "check/flags.h"
#include "check/flow.h"
#include "check/leg.h"
#include "check/operand.h"
#include "check/rules.h"
#include "check/util.h"

/* The way that is not taken: later, with what it learns there. */
static void fork_at(struct walker *w, const struct fetch *f, bool known,
		    bool bit)
{
	struct state other = *w->s;

	other.ip = f->next;
	if (known)
		branch_learn(w, &other, bit);
	later(w, &other);
	leg_later(w, &other, f->in.target);
}

static void jcc(struct walker *w, const struct fetch *f)
{
	struct state *s = w->s;
	bool bit = false, known;
	enum tri taken = branch_taken(s, f->in.op, &known, &bit);

	if (taken == MAYBE) {
		fork_at(w, f, known, !bit);
		if (known)
			branch_learn(w, s, bit);
	}
	if (taken == NO) {
		leg_later(w, s, f->in.target);
		s->ip = f->next;
		return;
	}
	leg_later(w, s, f->next);
	go(w, f->in.target, S_JUMP);
}

/* --- calls and returns --------------------------------------------------- */
bool follow(struct walker *w, uint64_t target, bool call)
{
	const struct layout *l = &w->c->lay;

	if (in_c(w->e))
		return in_range(target, w->home, w->home_end);
	for (int i = 0; i < l->ntext; i++)
		if (in_range(target, l->text[i].lo, l->text[i].hi) &&
		    (!call || l->text[i].follow))
			return true;
	return false;
}

bool follow_call(struct walker *w, uint64_t target)
{
	/* in C only this is followed: the loop that fills the return stack */
	bool label = target - w->here < 128;

	return follow(w, target, true) && (!in_c(w->e) || label);
}

/* Is s one of the n names of the list? */
static bool named(const struct symbol *s, const char *const *list, size_t n)
{
	for (size_t i = 0; s && i < n; i++)
		if (!strcmp(s->name, list[i]))
			return true;
	return false;
}

static bool noreturn(struct walker *w, uint64_t target)
{
	static const char *const names[] = { "do_exit", "panic",
		"rewind_stack_do_exit", "make_task_dead", "BUG_func" };

	return named(symbol_at(&w->c->im, target), names, ARRAY_SIZE(names));
}

/*
 * Do interrupts stay off over this call, or come back off from it? By name, for
 * C is not walked: what is not known here may have enabled them (MAYBE), and
 * a clear behind it is a finding (R7). Too few names make findings, not holes.
 */
static enum tri irq_after(struct walker *w, uint64_t target)
{
	static const char *const as_is[] = { "sync_regs", "fixup_bad_iret",
		"enter_from_user_mode", "debug_stack_set_zero",
		"debug_stack_reset", "trace_hardirqs_off_thunk",
		"trace_hardirqs_on_thunk", "lockdep_sys_exit_thunk",
		"stackleak_erase", "clear_bhb_loop", "entry_ibpb",
		"retbleed_untrain_ret", "zen_untrain_ret" };
	static const char *const off[] = { "do_syscall_64",
		"do_fast_syscall_32", "do_int80_syscall_32",
		"syscall_return_slowpath", "prepare_exit_to_usermode",
		"do_nmi" };
	const struct symbol *s = target ? symbol_at(&w->c->im, target) : NULL;

	if (in_c(w->e))
		return w->s->irq;
	if (named(s, as_is, ARRAY_SIZE(as_is)))
		return w->s->irq;
	/* From v5.8 on C code returns to the stubs with interrupts off. */
	if (named(s, off, ARRAY_SIZE(off)) || w->c->im.major > 5 ||
	    (w->c->im.major == 5 && w->c->im.minor >= 8))
		return NO;
	return MAYBE;
}

/* These move pt_regs, the first two with their return address; RAX: where to. */
static bool moves_stack(struct walker *w, uint64_t target)
{
	static const char *const names[] = { "sync_regs", "fixup_bad_iret",
					     "vc_switch_off_ist" };

	return target && named(symbol_at(&w->c->im, target), names,
			       ARRAY_SIZE(names));
}

/* What is known behind a call of C: what the ABI keeps, and no flags. */
static void after_c(struct walker *w, uint64_t target)
{
	static const enum reg lost[] = { CALL_CLOBBERS };
	struct state *s = w->s;
	struct val rdi = s->r[RDI];

	for (size_t i = 0; i < ARRAY_SIZE(lost); i++)
		s->r[lost[i]] = v_top();
	if (moves_stack(w, target))
		s->r[RAX] = rdi;
	flags_top(s);
	slots_after_call(s, w->c);
	s->irq = irq_after(w, target);
	s->in_c = 1;
}

/* A call that is not followed. Where it does not return the path ends. */
static void c_call(struct walker *w, uint64_t target)
{
	add_node(w, target, S_CCALL);
	rule_c_call(w, target);
	if (target && noreturn(w, target))
		w->done = true;
	after_c(w, target);
}

/*
 * To an address that the walk knows, or the path ends: of C, or behind C that
 * was jumped to, the rest is the caller's. Entry code that returns to what
 * nobody has pushed is a finding, or a way out would go unseen.
 */
static void ret_to(struct walker *w, bool of_c)
{
	struct val v = pop(w);

	if (v.kind == V_CONST && follow(w, v.c, false)) {
		go(w, v.c, S_RET);
		return;
	}
	w->done = true;
	if (in_c(w->e) || of_c || !w->gate_on)
		return;
	found(w, "C-FLOW", "RET to an address that cannot be told");
}

/* Is target a retpoline? *reg: where to, REG_NONE where it does not say. */
static bool thunk(struct walker *w, uint64_t target, enum reg *reg)
{
	const struct symbol *s = symbol_at(&w->c->im, target);
	const char *tail;

	if (!s || s->addr != target)
		return false;
	if (strncmp(s->name, "__x86_indirect_", 15))
		return false;
	tail = strrchr(s->name, '_') + 1;
	*reg = REG_NONE;
	for (int i = 0; i < NREG; i++)
		if (!strcmp(reg_name((enum reg)i), tail))
			*reg = (enum reg)i;
	return true;
}

static bool ret_thunk(struct walker *w, uint64_t target)
{
	const struct symbol *s = symbol_at(&w->c->im, target);

	return s && s->addr == target &&
	       !strcmp(s->name, "__x86_return_thunk");
}

const char *steered(struct walker *w, const struct insn *in)
{
	bool call = in->branch == BR_CALL;
	enum reg reg;

	switch (in->branch) {
	case BR_RET:
		return "RET";
	case BR_FAR:
		return "far branch";
	case BR_JMP_IND:
		return "indirect jump";
	case BR_CALL_IND:
		return "indirect call";
	case BR_JMP:
	case BR_JCC:
	case BR_CALL:
		if (!call && ret_thunk(w, in->target))
			return "RET";
		if (!thunk(w, in->target, &reg))
			return NULL;
		return call ? "indirect call" : "indirect jump";
	default:
		return NULL;
	}
}

/* To what v holds: known and followed, or taken as C. */
static void indirect(struct walker *w, struct val v, bool call, uint64_t next)
{
	rule_branch(w, call ? "indirect call" : "indirect jump");
	if (v.kind == V_CONST && follow(w, v.c, call)) {
		if (call)
			push(w, v_const(next));
		go(w, v.c, call ? S_CALL : S_JUMP);
		return;
	}
	if (!call && in_c(w->e)) {
		w->done = true;		/* a table: its targets are not known */
		return;
	}
	c_call(w, v.kind == V_CONST ? v.c : 0);
	if (call)
		w->s->ip = next;
	else if (!w->done)
		ret_to(w, true);
}

static void jump(struct walker *w, uint64_t target)
{
	enum reg reg;

	if (ret_thunk(w, target)) {
		rule_branch(w, "RET");
		ret_to(w, false);
	} else if (thunk(w, target, &reg)) {
		indirect(w, reg < NREG ? w->s->r[reg] : v_top(), false, 0);
	} else if (follow(w, target, false)) {
		go(w, target, S_JUMP);
	} else {
		c_call(w, target);	/* a tail call */
		if (!w->done)
			ret_to(w, true);
	}
}

static void call(struct walker *w, uint64_t target, uint64_t next)
{
	enum reg reg;

	if (thunk(w, target, &reg)) {
		indirect(w, reg < NREG ? w->s->r[reg] : v_top(), true, next);
	} else if (follow_call(w, target)) {
		push(w, v_const(next));
		go(w, target, S_CALL);
		if (w->e->kind == E_VMEXIT)
			rule_vmexit_call(w);
	} else {
		c_call(w, target);
		w->s->ip = next;
	}
}

/*
 * With a frame built here, to kernel mode at a known place: a part of the path,
 * as sync_core() and the NMI's code unmask NMIs. Else a way out, and back to
 * where the entry came from: its frame has the CS that it was delivered with.
 */
static void iret(struct walker *w)
{
	struct state *s = w->s;
	struct val rip = pop(w), cs = pop(w), fl = pop(w), sp = pop(w);

	add_node(w, w->here, S_EVENT);
	if (cs.kind == V_CONST && !(cs.c & 3) && rip.kind == V_CONST &&
	    follow(w, rip.c, false)) {
		s->r[RSP] = sp;
		if (fl.kind == V_FLAGS)
			s->irq = fl.c;
		go(w, rip.c, S_JUMP);
		return;
	}
	w->done = true;
	if (s->from == FROM_USER)
		rule_to_user(w);
	else
		rule_to_kernel(w);
}

/*
 * A path ends, and w->done says so,
 *
 * - where another has been in the same state: it joins that one, and what
 *   follows has been judged. States that differ are not merged: one that says
 *   less than either would break rules that neither breaks;
 * - at IRET and SYSRET: a way out, judged by the rules;
 * - at a RET to what was not pushed here, a far branch, an indirect jump in C:
 *   what follows is not this entry's;
 * - at a call of C that does not return, and (walk.c) at UD2 and INT3;
 * - at a mistake behind which all is wrong: bytes that are no instruction, a
 *   VM exit whose return stack was not filled.
 */
bool flow(struct walker *w, const struct fetch *f)
{
	const struct insn *in = &f->in;

	switch (in->branch) {
	case BR_NONE:
		return false;
	case BR_JMP:
		jump(w, in->target);
		break;
	case BR_JCC:
		jcc(w, f);
		break;
	case BR_CALL:
		call(w, in->target, f->next);
		break;
	case BR_JMP_IND:
	case BR_CALL_IND:
		indirect(w, operand_read(w, &in->o[0]),
			 in->branch == BR_CALL_IND, f->next);
		break;
	case BR_RET:
		rule_branch(w, "RET");
		ret_to(w, false);
		break;
	case BR_FAR:
		rule_branch(w, "far branch");
		w->done = true;
		break;
	case BR_IRET:
		iret(w);
		break;
	case BR_SYSRET:
		add_node(w, w->here, S_EVENT);
		rule_to_user(w);
		w->done = true;
		break;
	}
	return true;
}
