// SPDX-License-Identifier: GPL-2.0-only
/* The mends of what only older lines have, 4.14 and 5.4. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "alter/mend.h"
#include "check/check.h"
#include "check/decode.h"

#define ORC_SIZE	6	/* struct orc_entry, its base the low half of 4 */

/* The guest's value is not written. */
bool mend_guest(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t none[] = { 0x66, 0x90 };
	const struct symbol *f = symbol_at(&c->im, addr);
	uint64_t end = f ? symbol_end(&c->im, f) : 0;
	struct insn in;

	for (uint64_t at = f ? f->addr : 0; at < end; at += in.len) {
		if (!decode_at(&c->im, at, &in))
			return false;
		if (in.op != ZYDIS_MNEMONIC_WRMSR)
			continue;
		change(to, at, none, sizeof(none));
		return true;
	}
	return false;
}

/*
 * error_entry: who comes from a fault in .Lgs_change goes by the kernel's fence as
 * well, which stands ahead of the RET. It is a short jump that does not yet.
 */
bool mend_error(struct check *c, uint64_t addr, struct change *to)
{
	const struct symbol *f = symbol_at(&c->im, addr);
	uint64_t end = f ? symbol_end(&c->im, f) : 0;
	struct insn in;
	uint8_t rel;
	size_t first;

	if (!alts_at(&c->t, addr - 3, &first))
		return false;
	for (uint64_t at = f ? f->addr : 0; at < end; at += in.len) {
		if (!decode_at(&c->im, at, &in))
			return false;
		if (in.branch != BR_JMP || in.target != addr || in.len != 2)
			continue;
		rel = addr - 3 - (at + 2);
		change(to, at + 1, &rel, 1);
		return true;
	}
	return false;
}

/* The filling of a context switch in its place, not left to a feature. */
bool mend_filling(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t trap[] = { 0xf3, 0x90, 0x0f, 0xae, 0xe8, 0xeb, 0xf9 };
	const struct symbol *f = symbol_at(&c->im, addr);
	uint8_t code[MAX_BYTES];

	for (size_t i = 0; f && i < c->t.nalt; i++) {
		const struct alt *a = &c->t.alt[i];
		const uint8_t *p = image_at(&c->im, a->repl, a->rlen);

		if (symbol_at(&c->im, a->site) != f || !p ||
		    a->rlen > sizeof(code) || a->rlen > a->len)
			continue;
		memcpy(code, p, a->rlen);
		for (size_t at = 0; at + sizeof(trap) <= a->rlen; at++)
			if (!memcmp(code + at, trap, sizeof(trap)))
				memset(code + at, 0xcc, sizeof(trap));
		change(to, a->site, code, a->rlen);
		return true;
	}
	return false;
}

/* The unwinder is told that it cannot go on here. */
bool mend_unwind(struct check *c, uint64_t addr, struct change *to)
{
	const struct section *ip = section_named(&c->im, ".orc_unwind_ip");
	const struct section *en = section_named(&c->im, ".orc_unwind");
	uint64_t best = 0, at = 0;
	uint8_t old = 0, none;

	if (!ip || !en || !ip->data || !en->data)
		return false;
	for (size_t i = 0; i < ip->size / 4; i++) {
		uint64_t from;
		int32_t rel;

		memcpy(&rel, ip->data + i * 4, 4);
		from = ip->addr + i * 4 + rel;
		if (from > addr || from < best || !(en->data[i * ORC_SIZE + 4] & 15))
			continue;
		best = from;
		at = en->addr + i * ORC_SIZE + 4;
		old = en->data[i * ORC_SIZE + 4];
	}
	none = old & 0xf0;
	if (at)
		change(to, at, &none, 1);
	return at;
}

/* Taken from what was found, which is in %r15 there: no memory is touched. */
bool mend_watched(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t is[] = { 0x65, 0x48, 0x8b, 0x14, 0x25 };
	static const uint8_t should[] = { 0x4c, 0x89, 0xfa, 0x48, 0x83, 0xca, 1,
					  0x66, 0x90 };
	const uint8_t *p = image_at(&c->im, addr, sizeof(should));

	if (!p || memcmp(p, is, sizeof(is)))
		return false;
	change(to, addr, should, sizeof(should));
	return true;
}

/* PAUSE; LFENCE; JMP: what only speculation comes to. Now INT3, as it is later. */
bool mend_trap(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t is[] = { 0xf3, 0x90, 0x0f, 0xae, 0xe8, 0xeb, 0xf9 };
	const uint8_t *p = image_at(&c->im, addr, sizeof(is));
	uint8_t should[sizeof(is)];

	if (!p || memcmp(p, is, sizeof(is)))
		return false;
	memset(should, 0xcc, sizeof(should));
	change(to, addr, should, sizeof(should));
	return true;
}
