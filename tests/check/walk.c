// SPDX-License-Identifier: GPL-2.0-only
/* The walk itself: what is not decided yet, one path, one entry point. */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/call.h"
#include "check/check.h"
#include "check/exec.h"
#include "check/flow.h"
#include "check/reach.h"
#include "check/report.h"
#include "check/rules.h"
#include "check/start.h"
#include "check/trap.h"
#include "check/util.h"
#include "check/walk.h"
#include "check/wrong.h"

static void decided(struct walker *w, struct state *s, int i, bool on)
{
	fvec_set(&s->f, i, on);
	/* no PTI: there is no other CR3, neither now nor at delivery */
	if (!on && i == feat_named(w->c, "pti"))
		s->cr3 = s->dcr3 = NO;
}

static bool is_named(struct walker *w, int i, const char *name)
{
	return !strcmp(w->c->ft.feat[i].name, name);
}

/*
 * Is the answer to i given by what was decided? *first: that feature has to be
 * decided before it, -1 none.
 */
static bool implied(struct walker *w, int i, int *first, bool *on)
{
	const struct fvec *f = &w->s->f;
	int pti = feat_named(w->c, "pti");

	*first = -1;
	*on = false;
	if (w->c->opt.off && is_named(w, i, w->c->opt.off))
		return true;
	/* the kernel's choice, and what AMD's CPUs have instead of IBRS */
	*on = is_named(w, i, "fence_swapgs_kernel");
	if (*on || is_named(w, i, "srso") || is_named(w, i, "srso_alias"))
		return w->gate_on;
	if (!is_named(w, i, "ibrs_no_pti"))
		return false;
	if (w->gate_on && !(f->known >> pti & 1))
		*first = pti;
	*on = w->gate_on && !(f->val >> pti & 1);
	return *first < 0;
}

/* What implied() takes from nothing that is in the image. */
static void presumed(struct walker *w, int i, bool on)
{
	const char *name = w->c->ft.feat[i].name;

	if (w->c->opt.off && is_named(w, i, w->c->opt.off))
		judged_presuming(w->c, RULE_12, "%s is off (--off)", name);
	else if (is_named(w, i, "ibrs_no_pti") && w->c->ft.chosen_fence)
		judged_presuming(w->c, RULE_12, "%s is off with PTI, as without rodata=off",
				 name);
	else if (is_named(w, i, "ibrs_no_pti"))
		judged_presuming(w->c, RULE_12, "%s is on with IBRS in use and PTI off, and else off",
				 name);
	else
		judged_presuming(w->c, RULE_12, "%s is %s with IBRS in use",
				 name, on ? "on" : "off");
}

/* Both ways at the same instruction: on goes on, off waits. */
static void decide(struct walker *w, int i)
{
	struct state off;
	uint32_t at = w->at;
	int first;
	bool on;

	if (implied(w, i, &first, &on)) {
		presumed(w, i, on);
		decided(w, w->s, i, on);
		return;
	}
	if (first >= 0)
		i = first;
	off = *w->s;
	decided(w, &off, i, false);
	add_node(w, w->here, S_OFF | i << 8);
	later(w, &off);
	w->at = at;
	decided(w, w->s, i, true);
	add_node(w, w->here, S_ON | i << 8);
}

static void step(struct walker *w, const struct fetch *f)
{
	const struct insn *in = &f->in;
	enum access a = call_before(w, in);

	fixup(w, in);
	if (trap(w, f))
		return;
	if (in->branch != BR_NONE)
		exec_memory(w, in);
	rule_swapgs_step(w, in);
	if (in->branch == BR_CALL)
		rule_cleared_call(w, in->target);
	rule_to_guest(w, in);
	if (!w->done)
		rule_fill_step(w, in);
	if (w->done)
		return;
	if (in->branch == BR_JMP || in->branch == BR_JCC)
		rule_function_jump(w, in);
	if (flow(w, f)) {
		if (w->joined)
			rule_function_joined(w);
		call_after(w, in, a);
		return;
	}
	w->s->ip = f->next;
	exec_insn(w, in);
}

/* --via: the path has been at the symbol, or calls it. */
static void went_via(struct walker *w, const struct insn *in)
{
	const struct symbol *via = w->c->opt.via;

	if (via && (symbol_at(&w->c->im, w->here) == via ||
		    (in->branch != BR_NONE && in->target == via->addr)))
		w->s->via = 1;
}

/* --path: one line of the listing. */
static void listing(struct walker *w, const struct fetch *f)
{
	static const uint8_t found_as[] = { [NO] = 4, [YES] = 3, [MAYBE] = 0 };
	const struct state *s = w->s;
	uint32_t ibrs = s->ibrs == IBRS_DELIV ? found_as[s->dibrs] : s->ibrs;
	char text[TEXT_LEN];

	/* report_path() takes it apart */
	add_node(w, w->here, S_INSN | (ibrs | s->cr3 << 3 | s->gs << 5 |
				       s->irq << 7) << 8);
	w->node[w->at].text = strdup(decode_text(&w->c->im, &f->in, f->bytes,
						 text, sizeof(text)));
}

/* Is it the path to be listed? */
static void way_out(struct walker *w)
{
	bool *there = w->c->opt.to_kernel ? &w->reached_kernel :
					    &w->reached_user;

	if (*there && (w->s->via || !w->c->opt.via)) {
		w->out = w->at;
		w->done = true;
	}
	*there = false;
}

/* What is looked at before the instruction has its effect. */
static void observe(struct walker *w, const struct fetch *f)
{
	mark(w->c, w->here, MARK_REACHED);
	for (int i = 0; i < f->in.nvisible; i++)
		if (f->in.o[i].kind == OP_MEM && f->in.o[i].abs)
			for (int k = 0; k < f->in.o[i].size; k++)
				mark(w->c, f->in.o[i].disp + k, MARK_DATA);
	judged_at(w->c, C_FLOW, w->here);
	if (exposed(w) && (!in_c(w->e) || of_guest(w->e)))
		judged_at(w->c, RULE_7, w->here);
	if (w->c->orc.n && w->gate_on && !in_c(w->e))
		rule_orc(w, f);
	if (w->c->opt.show) {
		went_via(w, &f->in);
		listing(w, f);
	}
}

static bool too_long(struct walker *w)
{
	if (w->steps <= w->c->opt.max_steps)
		return false;
	error_(w->c, "%s: more than %llu steps, given up", w->e->name,
	       (unsigned long long)w->c->opt.max_steps);
	w->gave_up = true;
	return true;
}

/* The path in hand, to its end. */
static void run(struct walker *w)
{
	struct fetch f;

	for (w->done = w->joined = false; !w->done; w->steps++) {
		w->here = w->s->ip;
		if (too_long(w))
			return;
		if (w->s->branch && leg_asks(w) >= 0) {
			decide(w, leg_asks(w));
			continue;
		}
		switch (fetch(w->c, w->here, &w->s->f, &f)) {
		case FETCH_UNDECIDED:
			decide(w, f.undecided);
			continue;
		case FETCH_BAD:
			mark(w->c, w->here, MARK_REACHED);
			if (w->s->branch)
				leg_lost(w);
			else
				found(w, "C-FLOW", "no instruction can be decoded here");
			w->stopped = true;
			return;
		case FETCH_OK:
			break;
		}
		if (w->s->branch) {
			leg_step(w, &f);
			continue;
		}
		observe(w, &f);
		step(w, &f);
		if (w->c->opt.show)
			way_out(w);
	}
}

/*
 * The gate is the question: both answers have a walk of their own. With IBRS in
 * use the kernel has these off, and a path on which they are on is none (R12).
 */
static void preset(struct check *c, struct state *s, bool gate_on)
{
	static const char *const never[] = { "retpoline", "retpoline_amd",
					     "use_ibrs_fw" };

	if (c->ft.gate >= 0)
		fvec_set(&s->f, c->ft.gate, gate_on);
	for (size_t i = 0; gate_on && i < ARRAY_SIZE(never); i++) {
		int k = feat_named(c, never[i]);

		if (k < 0)
			continue;
		fvec_set(&s->f, k, false);
		if (!c->ft.chosen)
			judged_presuming(c, RULE_12, "%s is off with IBRS in use",
					 never[i]);
	}
}

/*
 * Outside the entry text: its function, from its beginning, as far as its symbol
 * says, and the part of it that GCC takes for cold.
 */
static void set_home(struct walker *w)
{
	const struct symbol *f = function_at(&w->c->im, w->e->addr);
	char name[PLACE_LEN + 8];

	w->home = w->e->home ? w->e->home->addr : w->e->addr;
	w->home_end = f ? symbol_end(&w->c->im, f) : 0;
	if (w->home_end <= w->home)
		w->home_end = w->home + 0x1000;
	snprintf(name, sizeof(name), "%s.cold", f ? f->name : w->e->name);
	f = symbol_named(&w->c->im, name);
	if (f) {
		w->cold = f->addr;
		w->cold_end = symbol_end(&w->c->im, f);
	}
}

bool walk_entry(struct check *c, const struct entry *e, bool gate_on)
{
	struct walker w = { .c = c, .e = e, .gate_on = gate_on };

	w.s = calloc(1, sizeof(*w.s));
	if (!w.s) {
		error_(c, "out of memory");
		return false;
	}
	if (in_c(e) || !in_entry_text(c, e->addr))
		set_home(&w);
	add_node(&w, e->addr, S_START);	/* node 0 is its own parent */
	entry_state(c, e, w.s, gate_on);
	preset(c, w.s, gate_on);
	w.start = w.s->f;
	w.here = e->addr;
	if (e->trap)
		rule_irq_on(&w);
	later(&w, w.s);
	while (!w.out && !w.gave_up && next_state(&w))
		if (!seen(&w))
			run(&w);
	if (c->opt.show && !w.gave_up)
		report_path(&w);
	else if (!w.gave_up)
		rule_entry_end(&w);
	c->nsteps += w.steps;
	walker_free(&w);
	return !w.gave_up;
}
