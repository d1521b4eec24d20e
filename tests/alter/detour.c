// SPDX-License-Identifier: GPL-2.0-only
/* A few bytes elsewhere. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "alter/detour.h"
#include "check/check.h"
#include "check/decode.h"

static bool is_patched(const struct check *c, uint64_t at)
{
	size_t first;

	return alts_at(&c->t, at, &first) || label_at(&c->t, at) ||
	       pv_at(&c->t, at);
}

static bool is_free(const struct check *c, uint64_t from, size_t len)
{
	for (uint64_t at = from; at < from + len; at++)
		if (is_patched(c, at))
			return false;
	return true;
}

uint64_t hole_in(const struct check *c, const struct symbol *f, size_t len)
{
	uint64_t at = f->addr, end = symbol_end(&c->im, f);
	bool first = true;	/* ahead of the call that tracing puts there */
	struct insn in;

	while (at + len <= end && decode_at(&c->im, at, &in)) {
		if (!first && is_free(c, at, len))
			return at;
		if (in.branch == BR_RET ||
		    (in.branch == BR_JMP && in.target <= at))
			break;
		first &= in.branch != BR_CALL;
		at = in.branch == BR_JMP ? in.target : at + in.len;
	}
	return 0;
}

uint64_t hole_at(const struct check *c, const struct symbol *f, size_t len)
{
	struct insn in;

	if (!decode_at(&c->im, f->addr, &in) || in.branch == BR_CALL ||
	    in.op == ZYDIS_MNEMONIC_ENDBR64 ||
	    f->addr + len > symbol_end(&c->im, f) || !is_free(c, f->addr, len))
		return 0;
	return f->addr;
}

uint64_t hole_behind(const struct check *c, const struct symbol *f, size_t len)
{
	uint64_t end = symbol_end(&c->im, f), from = f->addr;
	struct insn in;

	for (uint64_t at = from; at < end && decode_at(&c->im, at, &in);) {
		at += in.len;
		if (in.op != ZYDIS_MNEMONIC_NOP)
			from = at;
	}
	return from + len <= end && is_free(c, from, len) ? from : 0;
}

/* Nothing patches it, and it is of one function to its end. */
static bool is_room(const struct check *c, const struct symbol *s,
		    uint64_t from, size_t len)
{
	for (uint64_t at = from; at < from + len; at++)
		if (symbol_at(&c->im, at) != s || is_patched(c, at))
			return false;
	return in_range(from + len, c->lay.text[0].lo, c->lay.text[0].hi);
}

uint64_t detour_room(const struct check *c, size_t len)
{
	const struct range *r = &c->lay.text[0];

	for (size_t i = 0; i < c->im.nsym; i++) {
		const struct symbol *s = &c->im.sym[i];

		if (!in_range(s->addr, r->lo, r->hi) ||
		    symbol_at(&c->im, s->addr) != s ||
		    (!strstr(s->name, "xenpv") &&
		     strcmp(s->name, "xen_failsafe_callback")))
			continue;
		for (uint64_t at = s->addr; at < s->addr + 64; at++)
			if (is_room(c, s, at, len))
				return at;
	}
	return 0;
}

void detour_jump(uint8_t *code, uint64_t addr, uint64_t there)
{
	int32_t off = there - (addr + 5);

	code[0] = 0xe9;
	memcpy(code + 1, &off, sizeof(off));
}
