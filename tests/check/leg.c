// SPDX-License-Identifier: GPL-2.0-only
/* Legs that are not taken: where one begins, and what is told of it. */
#include "check/check.h"
#include "check/flags.h"
#include "check/leg.h"
#include "check/rules.h"

void leg_note(struct walker *w, const char *what, uint64_t addr,
	      const struct state *s)
{
	static const char *const tri[] = { "kernel", "user", "unknown" };
	static const char *const gs[] = { "user", "kernel", "found", "other" };
	struct note n = { .what = what, .addr = addr, .branch = s->branch,
			  .e = w->e };

	snprintf(n.text, sizeof(n.text), "%s, CR3 %s, GS %s",
		 stand(s), tri[s->cr3], gs[s->gs]);
	note_add(w->c, n);
}

void leg_forget(struct state *s)
{
	flags_top(s);
	s->nslot = 0;
	s->nset = s->nclear = s->nread = s->nrestore = 0;
	s->in_c = s->told = s->via = 0;
	s->unfenced = s->swapped = s->cleared = 0;
}

/*
 * Not where a rule has spoken since the MSR was last written: what is wrong
 * there is told; as where the return stack is filled first, behind a VM exit.
 */
void leg_later(struct walker *w, const struct state *s, uint64_t ip)
{
	const uint8_t told = TOLD_R1 | TOLD_R4 | TOLD_R7 | TOLD_R9;
	uint32_t at = w->at;
	struct state leg;

	if (!w->gate_on || w->c->opt.show || is_protected(s) ||
	    leaves_for_good(w) || at_boot(w) || s->told & told || s->ncall)
		return;
	leg = *s;
	leg.ip = ip;
	leg.branch = w->here;
	leg.depth = 0;
	judged_at(w->c, RULE_13, w->here);
	note_place(w->c, NOTE_PREDICTED, w->here);
	leg_note(w, NOTE_LEG, ip, &leg);
	leg_forget(&leg);
	add_node(w, ip, S_WRONG);
	later(w, &leg);
	w->at = at;
}
