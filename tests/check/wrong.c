// SPDX-License-Identifier: GPL-2.0-only
/* The leg that is not taken: what ends it, and what may not be on it. */
#include <Zydis/Zydis.h>

#include "check/branch.h"
#include "check/check.h"
#include "check/exec.h"
#include "check/flow.h"
#include "check/leg.h"
#include "check/reach.h"
#include "check/rules.h"
#include "check/util.h"
#include "check/wrong.h"

/* There is a user CR3 with PTI only, and what has it argues by it. */
int leg_asks(struct walker *w)
{
	int pti = feat_named(w->c, "pti");

	if (w->s->cr3 != YES || pti < 0 || w->s->f.known >> pti & 1)
		return -1;
	return pti;
}

void leg_lost(struct walker *w)
{
	char at[PLACE_LEN];

	found(w, "R13", "no instruction can be decoded, on the leg that %s does not take",
	      place(&w->c->im, w->s->branch, at, sizeof(at)));
}

/*
 * Argued: with the user CR3 there is a translation for entry text only, so no
 * other is fetched, and what is there runs to the next CR3 write, which
 * serialises. What it does not say: a RET may go to elsewhere in entry text.
 * And kernel text may not be global, which it is not in v4.15 with PTI.
 */
static void forbidden(struct walker *w, const char *what)
{
	char at[PLACE_LEN];

	w->done = true;
	if (w->s->cr3 == YES) {
		leg_note(w, NOTE_ARGUED, w->here, w->s);
		return;
	}
	found(w, "R13", "%s on the leg that %s does not take, with no LFENCE before it",
	      what, place(&w->c->im, w->s->branch, at, sizeof(at)));
}

/* C has RETs. */
static void to_c(struct walker *w, uint64_t target)
{
	char what[PLACE_LEN + 8], name[PLACE_LEN];

	snprintf(what, sizeof(what), "call to %s",
		 name_of(&w->c->im, target, name, sizeof(name)));
	forbidden(w, what);
}

/* Does the leg end here, as none that a CPU goes on with? */
static bool ends(struct walker *w, const struct insn *in)
{
	if (w->s->depth++ == MAX_LEG) {
		leg_note(w, NOTE_CUT, w->here, w->s);
		return true;
	}
	if (serialises(w, in)) {
		leg_note(w, NOTE_FENCED, w->here, w->s);
		return true;
	}
	/* SYSRET, VM entry: what follows is the user's own, or the guest's */
	if (in->branch == BR_IRET || in->branch == BR_SYSRET ||
	    enters_guest(in) || in->op == ZYDIS_MNEMONIC_UD2 ||
	    in->op == ZYDIS_MNEMONIC_INT3)
		return true;
	if (in->op != ZYDIS_MNEMONIC_WRMSR ||
	    !v_is(&w->s->r[RCX], MSR_SPEC_CTRL) || !sets_ibrs(w))
		return false;
	leg_note(w, NOTE_ASSUMED, w->here, w->s);
	return true;
}

static void leg_branch(struct walker *w, const struct fetch *f)
{
	const struct insn *in = &f->in;
	bool call = in->branch == BR_CALL;
	const char *what = steered(w, in);

	leg_forget(w->s);
	branch_counts(w->s, in->op);
	if (in->branch == BR_JCC) {
		struct state other = *w->s;

		other.ip = f->next;
		later(w, &other);
	}
	if (what)
		forbidden(w, what);
	else if (call ? follow_call(w, in->target) :
		 follow(w, in->target, false))
		go(w, in->target, call ? S_CALL : S_JUMP);
	else
		to_c(w, in->target);
}

/*
 * A leg goes round a loop as often as it is predicted to. With its counter each
 * turn were a state of its own, and two loops, one in the other, had no end.
 */
static void forget_count(struct state *s, const struct insn *in)
{
	static const uint16_t ops[] = { ZYDIS_MNEMONIC_DEC, ZYDIS_MNEMONIC_INC,
					ZYDIS_MNEMONIC_SUB, ZYDIS_MNEMONIC_ADD };
	const struct operand *d = &in->o[0];

	for (size_t i = 0; i < ARRAY_SIZE(ops); i++)
		if (in->op == ops[i] && d->kind == OP_REG && d->reg < NREG &&
		    s->r[d->reg].kind == V_CONST)
			s->r[d->reg] = v_top();
}

void leg_step(struct walker *w, const struct fetch *f)
{
	mark(w->c, w->here, MARK_LEG);
	if (ends(w, &f->in)) {
		w->done = true;
		return;
	}
	if (f->in.branch != BR_NONE) {
		leg_branch(w, f);
		return;
	}
	w->s->ip = f->next;
	w->quiet = true;
	exec_insn(w, &f->in);
	w->quiet = false;
	forget_count(w->s, &f->in);
}
