// SPDX-License-Identifier: GPL-2.0-only
/*
 * R14: behind a VM exit and at a context switch 32 entries of the return stack
 * are made before anything is predicted from what somebody else left in it.
 */
#include <Zydis/Zydis.h>

#include "check/branch.h"
#include "check/check.h"
#include "check/rules.h"

#define RSB_ENTRIES	32
#define MAX_LOOP	512	/* bytes of a filling */

/*
 * A CALL whose return address stays there: nobody goes back to it. One to what
 * stands right behind it is how code finds its own address: some CPUs know that,
 * and keep no entry.
 */
void rule_fill_call(struct walker *w, uint64_t next)
{
	if (!fills_rsb(w->e) || w->s->ip == next)
		return;
	if (!w->s->ncall)
		w->s->fill = w->here;
	w->s->fill_last = w->here;
	w->s->ncall += w->s->ncall < UINT8_MAX;
}

/*
 * A branch within the filling that nothing decides: how many entries there will
 * be is not known, and the loop would be walked for ever.
 */
static bool undecided(const struct walker *w, const struct insn *in)
{
	const struct state *s = w->s;
	bool known, bit;

	return in->branch == BR_JCC && s->ncall &&
	       in_range(w->here, s->fill, s->fill + MAX_LOOP) &&
	       (s->ncall < RSB_ENTRIES || in->target <= s->fill_last) &&
	       branch_taken(s, in->op, &known, &bit) == MAYBE;
}

/*
 * The branch that ends the filling can be predicted too early, so LFENCE has
 * to be between it and what uses the return stack. Once all is full, what
 * does not branch back to a CALL of it is none of it.
 */
void rule_fill_step(struct walker *w, const struct insn *in)
{
	struct state *s = w->s;

	if (!fills_rsb(w->e))
		return;
	if (enters_guest(in)) {
		rule_fill_end(w, "VM entry");
	} else if (in->op == ZYDIS_MNEMONIC_LFENCE) {
		s->looped = 0;
	} else if (undecided(w, in)) {
		judged_at(w->c, RULE_14, w->here);
		found(w, "R14", "how often the return stack is filled is not known: the branch does not ask for a constant");
		w->done = w->reached_kernel = true;
	} else if (in->branch == BR_JCC && s->ncall &&
		 (s->ncall < RSB_ENTRIES || (in->target <= s->fill_last &&
		  in_range(w->here, s->fill_last, s->fill + MAX_LOOP)))) {
		s->looped = 1;
	}
}

/*
 * The first branch or call of C behind it, or the next way into a guest, which
 * goes round without having filled. The path ends: what follows is C, which is
 * judged by where it is called from.
 */
bool rule_fill_end(struct walker *w, const char *what)
{
	const struct state *s = w->s;

	if (!fills_rsb(w->e))
		return false;
	judged_at(w->c, RULE_14, w->here);
	w->done = w->reached_kernel = true;
	if (s->ncall >= RSB_ENTRIES && s->looped)
		found(w, "R14", "no LFENCE behind the loop that fills the return stack");
	else if (s->ncall < RSB_ENTRIES && w->e->kind == E_VMEXIT)
		found(w, "R14", "%s after a VM exit, and the return stack has not been filled",
		      what);
	else if (s->ncall < RSB_ENTRIES)
		found(w, "R14", "%s of a context switch, and the return stack has not been filled",
		      what);
	return true;
}
