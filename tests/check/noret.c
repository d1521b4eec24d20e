// SPDX-License-Identifier: GPL-2.0-only
/*
 * That a function does not come back is never taken from its name: no RET, and
 * nothing that may be one, is found in what its instructions lead to.
 */
#include <Zydis/Zydis.h>
#include <stdlib.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/fetch.h"
#include "check/noret.h"
#include "check/util.h"

#define MAX_INSNS	4096	/* of one function: do_exit() has 1,000 */
#define SLOTS		(2 * MAX_INSNS)
#define MAX_DEPTH	2	/* calls are looked into so deep */

/* One function being looked at: addresses it leads to, the first done done. */
struct search {
	struct check *c;
	uint64_t *at;
	size_t n, cap, done;
	uint16_t slot[SLOTS];	/* by address: its index in at, and 1 more */
	int depth;
	uint64_t by;		/* ends at a call of this; 0: none asked for */
	bool met;		/* it was called */
	bool may;		/* return */
};

static bool never(struct check *c, uint64_t fn, int depth);

static void leads_to(struct search *s, uint64_t addr)
{
	size_t i = (addr * 0x9e3779b97f4a7c15ull >> 32) % SLOTS;

	for (; s->slot[i]; i = (i + 1) % SLOTS)
		if (s->at[s->slot[i] - 1] == addr)
			return;
	if (s->n == MAX_INSNS) {
		s->may = true;
		return;
	}
	s->slot[i] = s->n + 1;
	s->at = grow(s->at, s->n, &s->cap, sizeof(addr));
	s->at[s->n++] = addr;
}

/*
 * STI ends the way to it as a return does: it comes too late then. So does POPF,
 * whose flags are not looked at here, and the idle loop, out of which nobody
 * comes.
 */
static bool too_late(struct search *s, const struct insn *in)
{
	const struct symbol *idle = symbol_named(&s->c->im, "cpu_startup_entry");

	return in->op == ZYDIS_MNEMONIC_STI ||
	       in->op == ZYDIS_MNEMONIC_POPFQ ||
	       in->op == ZYDIS_MNEMONIC_POPF ||
	       (idle && (in->branch == BR_CALL || in->branch == BR_JMP) &&
		in->target == idle->addr);
}

static void at_insn(struct search *s, const struct insn *in, uint64_t next)
{
	uint64_t fixup;

	if (fixup_at(&s->c->t, in->addr, &fixup))
		leads_to(s, fixup);
	if (s->by && too_late(s, in)) {
		s->may = true;
		return;
	}
	if (s->by && (in->branch == BR_CALL || in->branch == BR_JMP) &&
	    in->target == s->by) {
		s->met = true;
		return;
	}
	switch (in->branch) {
	case BR_JMP:
		leads_to(s, in->target);
		return;
	case BR_JCC:
		leads_to(s, in->target);
		break;
	case BR_CALL:
		if (s->depth && never(s->c, in->target, s->depth - 1))
			return;
		break;
	case BR_CALL_IND:
		break;
	case BR_NONE:
		if (is_trap(in->op) && !trap_returns(&s->c->t, in->addr))
			return;
		break;
	default:
		s->may = true;
		return;
	}
	leads_to(s, next);
}

/* What may be patched in at addr, and where it goes on behind the site. */
static void replacements(struct search *s, uint64_t addr)
{
	const struct label *l = label_at(&s->c->t, addr);
	size_t first, n = alts_at(&s->c->t, addr, &first);
	struct insn in;

	if (l)
		leads_to(s, l->target);
	for (size_t i = first; n--; i++) {
		const struct alt *a = &s->c->t.alt[i];

		leads_to(s, a->site + a->len);
		if (a->direct)	/* the call that stands there */
			continue;
		for (uint64_t at = a->repl; at < a->repl + a->rlen;
		     at += in.len) {
			if (!decode_at(&s->c->im, at, &in)) {
				s->may = true;
				return;
			}
			at_insn(s, &in, a->site + a->len);
		}
	}
}

/* A paravirt site: what it becomes natively, STI say. */
static bool paravirt(struct search *s, uint64_t addr)
{
	const struct fvec none = { 0 };
	struct fetch f;

	if (!pv_at(&s->c->t, addr))
		return false;
	if (fetch(s->c, addr, &none, &f) == FETCH_OK)
		at_insn(s, &f.in, f.next);
	else
		s->may = true;
	return true;
}

static void search(struct search *s, uint64_t fn)
{
	struct insn in;

	leads_to(s, fn);
	while (!s->may && s->done < s->n) {
		uint64_t addr = s->at[s->done++];

		replacements(s, addr);
		if (paravirt(s, addr))
			continue;
		if (decode_at(&s->c->im, addr, &in))
			at_insn(s, &in, addr + in.len);
		else
			s->may = true;
	}
	free(s->at);
}

static bool never(struct check *c, uint64_t fn, int depth)
{
	struct search s = { .c = c, .depth = depth };
	struct noret *known = &c->noret;

	for (size_t i = 0; i < known->n; i++)
		if (known->shown[i].addr == fn && known->shown[i].depth == depth)
			return known->shown[i].never;
	search(&s, fn);
	known->shown = grow(known->shown, known->n, &known->cap,
			    sizeof(*known->shown));
	known->shown[known->n++] = (struct shown){ fn, depth, !s.may };
	return !s.may;
}

bool never_returns(struct check *c, uint64_t fn)
{
	for (int depth = 0; depth <= MAX_DEPTH; depth++)
		if (never(c, fn, depth))
			return true;
	return false;
}

bool always_calls(struct check *c, uint64_t fn, uint64_t to)
{
	for (int depth = 0; depth <= MAX_DEPTH; depth++) {
		struct search s = { .c = c, .depth = depth, .by = to };

		search(&s, fn);
		if (!s.may && s.met)
			return true;
	}
	return false;
}
