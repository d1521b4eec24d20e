// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accesses of IA32_SPEC_CTRL, fences, the jumps over IBRS and the fillings of
 * the return stack. Of the entry text each instruction is looked at, walked or
 * not; of C what the checker has found.
 */
#include <Zydis/Zydis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alter/sites.h"
#include "alter/trial.h"
#include "check/check.h"
#include "check/decode.h"
#include "check/told.h"
#include "check/util.h"

#define CALLS_OF_A_LOOP	2

const char *const kind_name[K_NR] = {
	[K_WRMSR] = "WRMSR", [K_RDMSR] = "RDMSR", [K_CALL] = "call",
	[K_LFENCE] = "LFENCE", [K_GATE] = "gate", [K_FILL] = "filling",
	[K_UNTRAIN] = "untrain", [K_VERW] = "VERW", [K_HISTORY] = "history",
};

static void add(struct sites *s, struct site n)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->site[i].at == n.at)
			return;
	s->site = grow(s->site, s->n, &s->cap, sizeof(n));
	s->site[s->n++] = n;
}

/* --- the entry text ------------------------------------------------------ */
static bool is_use(const struct said *plain, uint64_t addr, bool write)
{
	char line[64];

	snprintf(line, sizeof(line), "use\t%llx\t%s\tinsn",
		 (unsigned long long)addr, write ? "write" : "read");
	return said_has(plain, line);
}

/* How an instruction is met: which MSR the last MOV to ECX has named. */
struct scan {
	struct check *c;
	const struct said *plain;
	struct sites *to;
	bool known;
	uint32_t ecx;
};

/* What else a crossing is made of (R17 to R19); K_NR: nothing of that. */
static enum kind of_others(const struct check *c, const struct insn *in)
{
	if (in->op == ZYDIS_MNEMONIC_VERW)
		return K_VERW;
	if (in->branch != BR_CALL)
		return K_NR;
	switch (told_call(&c->im, in->target)) {
	case NR_TOLD:
		return K_NR;
	case TOLD_HISTORY:
		return K_HISTORY;
	default:
		return K_UNTRAIN;
	}
}

/*
 * in stands at in->addr and comes to run at addr. One of another MSR is left
 * out where the code ahead of it says so, and the walk has not been told
 * otherwise.
 */
static void look_at(struct scan *s, const struct insn *in, uint64_t addr)
{
	bool write = in->op == ZYDIS_MNEMONIC_WRMSR;
	struct site n = { .addr = addr, .at = in->addr, .len = in->len,
			  .entry = true };

	n.kind = of_others(s->c, in);
	if (n.kind != K_NR)
		add(s->to, n);
	if (in->op == ZYDIS_MNEMONIC_MOV && in->o[0].kind == OP_REG &&
	    in->o[0].reg == RCX) {
		s->known = in->o[1].kind == OP_IMM;
		s->ecx = in->o[1].disp;
	} else if (in->branch != BR_NONE && in->branch != BR_JCC) {
		s->known = false;
	} else if (in->op == ZYDIS_MNEMONIC_LFENCE) {
		n.kind = K_LFENCE;
		add(s->to, n);
	} else if (write || in->op == ZYDIS_MNEMONIC_RDMSR) {
		n.kind = write ? K_WRMSR : K_RDMSR;
		if (is_use(s->plain, addr, write) || !s->known ||
		    s->ecx == MSR_SPEC_CTRL)
			add(s->to, n);
	}
}

/* len bytes at from, which run at addr */
static void scan(struct scan *s, uint64_t from, size_t len, uint64_t addr)
{
	struct insn in;

	s->known = false;
	for (size_t off = 0; off < len; off += in.len) {
		const uint8_t *p = image_at(&s->c->im, from + off, len - off);

		if (p && decode(p, len - off, from + off, &in)) {
			look_at(s, &in, addr + off);
		} else {
			in.len = 1;
			s->known = false;
		}
	}
}

static void scan_entry(struct check *c, const struct said *plain,
		       struct sites *to)
{
	struct scan s = { .c = c, .plain = plain, .to = to };

	for (int i = 0; i < c->lay.ntext; i++)
		scan(&s, c->lay.text[i].lo,
		     c->lay.text[i].hi - c->lay.text[i].lo,
		     c->lay.text[i].lo);
	for (size_t i = 0; i < c->t.nalt; i++)
		if (in_entry_text(c, c->t.alt[i].site))
			scan(&s, c->t.alt[i].repl, c->t.alt[i].rlen,
			     c->t.alt[i].site);
}

/* --- C ------------------------------------------------------------------- */
static void add_uses(struct check *c, const struct said *plain,
		     struct sites *to)
{
	for (size_t i = 0; i < plain->n; i++) {
		unsigned long long addr;
		char how[8], as[8];
		struct insn in;

		if (sscanf(plain->line[i], "use\t%llx\t%7s\t%7s", &addr, how,
			   as) != 3 || in_entry_text(c, addr) ||
		    !decode_at(&c->im, addr, &in))
			continue;
		add(to, (struct site){
			!strcmp(as, "call") ? K_CALL :
			!strcmp(how, "write") ? K_WRMSR : K_RDMSR,
			addr, addr, in.len, false });
	}
}

/* --- alternatives -------------------------------------------------------- */
static void add_jump(struct check *c, const struct alt *a, uint64_t at,
		     size_t len, struct sites *to)
{
	const uint8_t *p = image_at(&c->im, at, len);
	struct insn in;

	if (p && decode(p, len, at, &in) && in.branch == BR_JMP)
		add(to, (struct site){ K_GATE, a->site, at, in.len,
				       in_entry_text(c, a->site) });
}

/* The jump over IBRS, and what is patched in its place where it is off. */
static void add_gate(struct check *c, const struct alt *a, struct sites *to)
{
	size_t first, n = alts_at(&c->t, a->site, &first);

	add_jump(c, a, a->site, a->len, to);
	for (size_t i = first; i < first + n; i++)
		if (c->t.alt[i].cpuid != a->cpuid)
			add_jump(c, a, c->t.alt[i].repl, c->t.alt[i].rlen, to);
}

/* CALLs to within what they stand in: nothing but a filling has them. */
static bool fills(struct check *c, uint64_t from, size_t len)
{
	const uint8_t *p = image_at(&c->im, from, len);
	unsigned int calls = 0;
	struct insn in;

	for (size_t off = 0; p && off < len; off += in.len) {
		if (!decode(p + off, len - off, from + off, &in))
			return false;
		calls += in.branch == BR_CALL &&
			 in_range(in.target, from, from + len);
	}
	return calls >= CALLS_OF_A_LOOP;
}

/* It is what is patched in, or stands behind a jump that is patched out. */
static void add_fill(struct check *c, const struct alt *a, struct sites *to)
{
	uint64_t after = a->site + a->len;
	bool entry = in_entry_text(c, a->site);
	struct insn in;

	if (a->rlen && fills(c, a->repl, a->rlen))
		add(to, (struct site){ K_FILL, a->site, a->repl, a->rlen,
				       entry });
	else if (decode_at(&c->im, a->site, &in) && in.branch == BR_JMP &&
		 in.target - after < 0x100 && in.target > after &&
		 fills(c, after, in.target - after))
		add(to, (struct site){ K_FILL, after, after, in.target - after,
				       entry });
}

static int by_addr(const void *a, const void *b)
{
	const struct site *x = a, *y = b;

	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

void sites_find(struct check *c, const struct said *plain, struct sites *s)
{
	scan_entry(c, plain, s);
	add_uses(c, plain, s);
	for (size_t i = 0; i < c->t.nalt; i++) {
		const struct alt *a = &c->t.alt[i];

		if (c->ft.gate >= 0 && a->cpuid == c->ft.gate_id)
			add_gate(c, a, s);
		add_fill(c, a, s);
	}
	sort(s->site, s->n, sizeof(*s->site), by_addr);
}
