// SPDX-License-Identifier: GPL-2.0-only
/* Jumps, calls and returns. */
#include <string.h>

#include "check/branch.h"
#include "check/check.h"
#include "check/count.h"
#include "check/ends.h"
#include "check/flags.h"
#include "check/flow.h"
#include "check/leg.h"
#include "check/operand.h"
#include "check/reach.h"
#include "check/rules.h"
#include "check/util.h"

/* --- calls and returns --------------------------------------------------- */
bool follow(struct walker *w, uint64_t target, bool call)
{
	const struct layout *l = &w->c->lay;

	if (in_range(target, w->home, w->home_end) ||
	    in_range(target, w->cold, w->cold_end))
		return true;
	if (in_c(w->e))
		return false;
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
		"entry_untrain_ret", "retbleed_untrain_ret",
		"zen_untrain_ret" };
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

/* Thunks, from which C is called with all registers saved. */
static bool keeps_all(struct walker *w, uint64_t target)
{
	static const char *const names[] = { "trace_hardirqs_off_thunk",
		"trace_hardirqs_on_thunk", "lockdep_sys_exit_thunk",
		"ibrs_check_syscall_thunk" };

	return target && named(symbol_at(&w->c->im, target), names, 4);
}

/* A function that only reads the variable may be called to do so. */
static struct val returned(struct walker *w, uint64_t target)
{
	static const char *const names[] = { "spec_ctrl_current" };
	const struct symbol *v = symbol_named(&w->c->im,
					      "x86_spec_ctrl_current");

	if (v && target && named(symbol_at(&w->c->im, target), names, 1))
		return (struct val){ .kind = V_LOAD, .c = v->addr,
				     .percpu = is_percpu(w, v->addr) };
	return (struct val){ .kind = V_RET };
}

/* What is known behind a call of C: what the ABI keeps, and no flags. */
static void after_c(struct walker *w, uint64_t target)
{
	static const enum reg lost[] = { CALL_CLOBBERS };
	struct state *s = w->s;
	struct val rdi = s->r[RDI], ret = returned(w, target);
	bool kept = keeps_all(w, target);

	slots_after_call(s, w->c);
	for (size_t i = 0; i < ARRAY_SIZE(lost) && !kept; i++)
		s->r[lost[i]] = lost[i] == RAX ? ret : v_top();
	if (moves_stack(w, target))
		s->r[RAX] = rdi;
	flags_top(s);
	s->irq = irq_after(w, target);
	s->in_c = 1;
}

/* A call that is not followed. Where it does not return the path ends. */
static void c_call(struct walker *w, uint64_t target)
{
	add_node(w, target, S_CCALL);
	mark(w->c, target, MARK_CALLED);
	rule_c_call(w, target);
	if (target && never_returns(w->c, target))
		w->done = w->stopped = true;
	after_c(w, target);
	if (w->e->fatal && w->s->from == FROM_UNKNOWN) {
		w->s->from = FROM_KERNEL;
		judged_presuming(w->c, 3, "the C of #DF comes back to kernel mode only");
	}
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
	if (!call && rule_jump_out(w, &v)) {
		add_node(w, 0, S_CCALL);
		w->done = w->stopped = true;
		return;
	}
	rule_branch(w, call ? "indirect call" : "indirect jump");
	if (w->done)
		return;
	if (v.kind == V_CONST && follow(w, v.c, call)) {
		if (call)
			push(w, v_const(next));
		go(w, v.c, call ? S_CALL : S_JUMP);
		return;
	}
	c_call(w, v.kind == V_CONST ? v.c : 0);
	if (call)
		w->s->ip = next;
	else if (!w->done)
		ret_to(w, "indirect jump");
}

/*
 * A RET of code that is walked; behind a VM exit it ends the path. A retpoline
 * that is built in place (v4.15) ends in one that takes a register, stored over
 * the return address.
 */
static void ret(struct walker *w)
{
	int retpoline = feat_named(w->c, "retpoline");
	struct val *sp = &w->s->r[RSP], v;

	rule_branch(w, "RET");
	if (w->done)
		return;
	need_stack(w);
	v = slot_get(w->s, sp->aux, sp->c);
	if ((v.kind == V_CONST && follow(w, v.c, false)) ||
	    v.kind == V_SLOT || retpoline < 0 ||
	    !((w->s->f.known & w->s->f.val) >> retpoline & 1)) {
		ret_to(w, "RET");
		return;
	}
	indirect(w, pop(w), false, 0);
}

/*
 * The hypervisor returns for a PV guest, and fills in the page of hypercalls: the
 * image has no code there.
 */
static bool leaves_by_xen(const struct walker *w, uint64_t target)
{
	const struct symbol *s = symbol_named(&w->c->im, "xen_hypercall_iret");

	return s && s->addr == target && w->e->kind == E_XEN;
}

static void jump(struct walker *w, uint64_t target)
{
	enum reg reg;

	if (leaves_by_xen(w, target)) {
		w->done = true;
	} else if (ret_thunk(w, target)) {
		ret(w);
	} else if (thunk(w, target, &reg)) {
		indirect(w, reg < NREG ? w->s->r[reg] : v_top(), false, 0);
	} else if (follow(w, target, false)) {
		go(w, target, S_JUMP);
	} else {
		c_call(w, target);	/* a tail call */
		if (!w->done)
			ret_to(w, "jump");
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
		rule_fill_call(w, next);
	} else {
		c_call(w, target);
		w->s->ip = next;
		if (w->done)
			mark(w->c, next, MARK_BEHIND);
	}
}

/* Of C that may wait: where a round of a loop can be the last one. */
static void forked(struct walker *w, uint64_t ip)
{
	if (w->e->kind == E_FUNCTION)
		add_node(w, ip, S_FORK);
}

/* The way that is not taken: later, with what it learns there. */
static void fork_at(struct walker *w, const struct fetch *f, bool known,
		    bool bit)
{
	struct state other = *w->s;
	uint32_t at = w->at;

	other.ip = f->next;
	if (known)
		branch_learn(w, &other, bit);
	forget_way(w, &other);
	forked(w, f->next);
	later(w, &other);
	w->at = at;
	leg_later(w, &other, f->in.target);
	forked(w, w->here);
}

static void jcc(struct walker *w, const struct fetch *f)
{
	struct state *s = w->s;
	bool bit = false, known;
	enum tri taken = branch_taken(s, f->in.op, &known, &bit);

	branch_counts(s, f->in.op);
	if (taken == YES && is_gone(w))
		count_down(w, &f->in);
	rule_swapgs_branch(w);

	if (taken == MAYBE) {
		fork_at(w, f, known, !bit);
		if (known)
			branch_learn(w, s, bit);
	}
	branch_aborts(s, f->in.op);
	forget_way(w, s);
	if (taken == NO) {
		leg_later(w, s, f->in.target);
		s->ip = f->next;
		return;
	}
	leg_later(w, s, f->next);
	jump(w, f->in.target);
}

/*
 * A path ends, and w->done says so,
 *
 * - where another has been in the same state: it joins that one, and what
 *   follows has been judged. States that differ are not merged: one that says
 *   less than either would break rules that neither breaks;
 * - at IRET and SYSRET, and where C is returned to: a way out, judged by the
 *   rules;
 * - at a call of what is shown not to return (noret.c), and at UD2 and INT3 that
 *   no handler comes back from (trap.c);
 * - with a finding: at a branch whose target is not known (C-FLOW), at bytes
 *   that are no instruction, behind a VM exit whose return stack is not filled.
 *
 * In no other way, or what follows would be judged by nobody.
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
		if (!in_c(w->e) || !by_table(w, &in->o[0]))
			indirect(w, operand_read(w, &in->o[0]), false, 0);
		break;
	case BR_CALL_IND:
		indirect(w, operand_read(w, &in->o[0]), true, f->next);
		break;
	case BR_RET:
		ret(w);
		break;
	case BR_FAR:
		far_branch(w, in);
		break;
	case BR_IRET:
		iret(w, in);
		break;
	case BR_SYSRET:
		add_node(w, w->here, S_EVENT);
		rule_regs_sysret(w, in);
		rule_to_user(w);
		w->done = true;
		break;
	}
	return true;
}
