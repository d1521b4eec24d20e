// SPDX-License-Identifier: GPL-2.0-only
/* Ways into the entry text from the rest of the kernel. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/edges.h"
#include "check/fetch.h"
#include "check/util.h"

/* What C calls, unless it is known as something else. */
static bool called(struct check *c, uint64_t addr)
{
	size_t n = c->en.n;
	char name[PLACE_LEN];
	struct entry *e = way_in(c, name_of(&c->im, addr, name, sizeof(name)),
				 addr, E_LEAVE, false);

	if (e && c->en.n > n)
		e->called = true;
	return e;
}

/* --- through the system call tables -------------------------------------- */
static bool call_table(struct check *c, const struct symbol *s)
{
	char name[PLACE_LEN];

	for (uint64_t at = s->addr; symbol_at(&c->im, at) == s; at += 8) {
		const uint8_t *p = image_at(&c->im, at, 8);

		if (!p)
			return true;
		if (in_entry_text(c, get64(p)) &&
		    !way_in(c, name_of(&c->im, get64(p), name, sizeof(name)),
			      get64(p), E_LEAVE, false))
			return false;
	}
	return true;
}

static bool call_tables(struct check *c)
{
	static const char *const tables[] = { "sys_call_table",
		"ia32_sys_call_table", "x32_sys_call_table" };

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		const struct symbol *s = symbol_named(&c->im, tables[i]);

		if (s && !call_table(c, s))
			return false;
	}
	return true;
}

/* --- by a branch --------------------------------------------------------- */
/* Of the function that addr is in, up to there: the constant in RSI. */
static bool handler_given(const struct check *c, uint64_t addr, uint64_t *rsi)
{
	const struct symbol *fn = function_at(&c->im, addr);
	bool known = false;
	struct insn in;

	for (uint64_t at = fn ? fn->addr : addr; at < addr; at += in.len) {
		const struct operand *d = &in.o[0], *v = &in.o[1];

		if (!decode_at(&c->im, at, &in))
			return false;
		if (!in.nop || d->kind != OP_REG || d->reg != RSI || !d->write)
			continue;
		known = (in.op == ZYDIS_MNEMONIC_MOV && v->kind == OP_IMM) ||
			(in.op == ZYDIS_MNEMONIC_LEA && v->rip);
		*rsi = v->disp;
	}
	return known;
}

/* Who hands out a vector while running. */
static const char *const givers[] = { "alloc_intr_gate", "update_intr_gate",
				      "idt_install_sysvec" };

/* What is looked for: branches to these, and to the entry text. */
struct wanted {
	uint64_t fn[ARRAY_SIZE(givers)];
};

static bool gives_gate(const struct wanted *want, uint64_t fn)
{
	for (size_t i = 0; i < ARRAY_SIZE(givers); i++)
		if (want->fn[i] == fn)
			return true;
	return false;
}

static bool gate_given(struct check *c, uint64_t addr)
{
	char name[PLACE_LEN];
	uint64_t handler;

	if (!handler_given(c, addr, &handler)) {
		judged_presuming(c, RULE_1, "the gate that %s sets while running leads to an entry point",
				 place(&c->im, addr, name, sizeof(name)));
		return true;
	}
	return way_in(c, name_of(&c->im, handler, name, sizeof(name)),
			handler, E_GATE, false);
}

static bool between(const struct check *c, const char *from, const char *to,
		    uint64_t addr)
{
	const struct symbol *a = symbol_named(&c->im, from);
	const struct symbol *b = symbol_named(&c->im, to);

	return a && b && in_range(addr, a->addr, b->addr);
}

/*
 * Is that code walked as what it is: an alternative, a fix-up of entry text? Or
 * is it never run where IBRS is in use: boot, ahead of user mode; Xen PV?
 */
static bool no_edge(const struct check *c, uint64_t addr)
{
	const struct symbol *s = symbol_at(&c->im, addr);

	for (size_t i = 0; i < c->t.nalt; i++)
		if (addr - c->t.alt[i].repl < c->t.alt[i].rlen &&
		    in_entry_text(c, c->t.alt[i].site))
			return true;
	for (size_t i = 0; i < c->t.nfixup; i++)
		if (addr - c->t.fixup[i].to < 0x40 &&
		    in_entry_text(c, c->t.fixup[i].addr))
			return true;
	return between(c, "_sinittext", "_einittext", addr) ||
	       (s && !strncmp(s->name, "xen_", 4));
}

/* Are these bytes an instruction of a function, and no part of one? */
static bool is_insn(const struct check *c, uint64_t addr)
{
	const struct symbol *s = symbol_at(&c->im, addr);
	struct insn in;

	for (uint64_t at = s ? s->addr : addr; at <= addr; at += in.len) {
		if (at == addr)
			return true;
		if (!decode_at(&c->im, at, &in))
			return true;	/* data among it: who knows */
	}
	return false;
}

/*
 * A branch at addr to what is wanted. What is called is entered by its caller,
 * as C calls it. A jump is a part of the code that it stands in, which is walked
 * from its beginning: a way out like ret_from_fork, that lies elsewhere.
 */
static bool edge(struct check *c, uint64_t addr, uint64_t to, bool call)
{
	const struct symbol *s = symbol_at(&c->im, addr);

	if (!is_insn(c, addr))
		return true;
	if (!in_entry_text(c, to))
		return gate_given(c, addr);
	if (no_edge(c, addr))
		return true;
	return called(c, call || !s ? to : s->addr);
}

/* CALL, JMP or Jcc, as it can be between functions: where it leads, 0 none. */
static uint64_t branch_to(const uint8_t *p, uint64_t addr)
{
	if (p[0] == 0xe8 || p[0] == 0xe9)
		return addr + 5 + (int32_t)get32(p + 1);
	if (p[0] == 0xeb)
		return addr + 2 + (int8_t)p[1];
	if (p[0] == 0x0f && (p[1] & 0xf0) == 0x80)
		return addr + 6 + (int32_t)get32(p + 2);
	return 0;
}

/* By the bytes first, for there are millions. */
static bool branches(struct check *c, const struct section *sec,
		     const struct wanted *want)
{
	for (uint64_t i = 0; i + 6 <= sec->size; i++) {
		uint64_t addr = sec->addr + i;
		uint64_t to = branch_to(sec->data + i, addr);

		if (to && (in_entry_text(c, to) || gives_gate(want, to)) &&
		    !in_entry_text(c, addr) &&
		    !edge(c, addr, to, sec->data[i] == 0xe8))
			return false;
	}
	return true;
}

/* What paravirt sites call once they are patched. */
static bool pv_sites(struct check *c)
{
	const struct fvec none = { 0, 0 };
	struct fetch f;

	for (size_t i = 0; i < c->t.npv; i++)
		if (fetch(c, c->t.pv[i].site, &none, &f) == FETCH_OK &&
		    f.in.branch == BR_CALL && in_entry_text(c, f.in.target) &&
		    !called(c, f.in.target))
			return false;
	return true;
}

bool edges_find(struct check *c)
{
	struct wanted want = { { 0 } };

	if (!call_tables(c) || !pv_sites(c))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(givers); i++) {
		const struct symbol *s = symbol_named(&c->im, givers[i]);

		want.fn[i] = s ? s->addr : 0;
	}
	for (size_t i = 0; i < c->im.nsec; i++)
		if (c->im.sec[i].exec && c->im.sec[i].data &&
		    !branches(c, &c->im.sec[i], &want))
			return false;
	return true;
}
