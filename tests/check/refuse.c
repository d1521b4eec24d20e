// SPDX-License-Identifier: GPL-2.0-only
/* The paths of a function that asks and refuses. */
#include <string.h>

#include "check/bits.h"
#include "check/check.h"
#include "check/decode.h"
#include "check/refuse.h"
#include "check/util.h"

#define MAX_STEPS 4096		/* of all paths; more: not understood */

struct machine {
	const struct check *c;
	const struct symbol *fn;
	const struct refusal *r;
	unsigned int steps;
};

static bool is_call(const struct insn *in)
{
	return in->branch == BR_CALL || in->branch == BR_CALL_IND;
}

/* Is it the question? */
static bool is_asked(const struct machine *m, const struct insn *in)
{
	const struct symbol *f = symbol_at(&m->c->im, in->target);

	return m->r->asks && in->branch == BR_CALL && f &&
		f->addr == in->target && !strcmp(f->name, m->r->asks);
}

static void call(const struct machine *m, struct bits_at *a,
		 const struct insn *in)
{
	bool yes = is_asked(m, in);

	bits_call(a);
	if (yes)
		a->reg[RAX] = (struct bits){ 0xff, 1 };
}

/* In the function, or in what GCC has put aside of it. */
static bool inside(const struct machine *m, uint64_t to)
{
	const struct symbol *f = function_at(&m->c->im, to);

	return f && !strncmp(f->name, m->fn->name, strlen(m->fn->name));
}

/* From there on, on every path. */
static bool all_refuse(struct machine *m, struct bits_at a)
{
	const struct memory mem = { .bit = m->r->bit, .byte = m->r->byte,
				    .value = m->r->value };
	struct insn in;

	while (m->steps++ < MAX_STEPS && inside(m, a.ip) &&
	       !label_at(&m->c->t, a.ip) &&
	       decode_at(&m->c->im, a.ip, &in)) {
		if (bits_spoil(&mem, &a, &in))
			return false;
		a.ip += in.len;
		if (in.branch == BR_RET)	/* a pointer, or a bool: AL */
			return a.reg[RAX].known & a.reg[RAX].set &
			       (m->r->byte ? 0xff : UINT64_MAX);
		if (bits_fork(&in)) {
			int8_t on = bits_hold(&a, in.op);
			struct bits_at other = a;

			bits_decide(&mem, &a, &in, on);
			if (on >= 0)
				continue;
			bits_decide(&mem, &other, &in, false);
			if (!all_refuse(m, other))
				return false;
		} else if (is_call(&in)) {
			call(m, &a, &in);
		} else if (in.branch == BR_JMP) {
			a.ip = in.target;
		} else if (in.branch != BR_NONE) {
			return false;
		} else {
			bits_effect(&mem, &a, &in);
		}
	}
	return false;
}

bool refuses(const struct check *c, const struct symbol *fn,
	     const struct refusal *r)
{
	struct machine m = { .c = c, .fn = fn, .r = r };

	return all_refuse(&m, (struct bits_at){ .ip = fn->addr, .zf = -1,
						.cf = -1 });
}
