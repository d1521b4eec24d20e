// SPDX-License-Identifier: GPL-2.0-only
/* The paths of the choice, and what each of them forces. */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/bits.h"
#include "check/check.h"
#include "check/forced.h"
#include "check/util.h"

#define MAX_STEPS	200000	/* of all paths; more: not understood */
#define MAX_FORCED	6
#define MAX_PLACES	64
#define CAPABILITY	20	/* of struct cpuinfo_x86, v4.15 */

/* What goes with the gate, and what does not. */
static const struct with {
	const char *name;
	bool on;
} with[MAX_FORCED] = {
	{ NULL, true },			/* the gate */
	{ "retpoline", false }, { "retpoline_amd", false },
	{ "use_ibrs_fw", false }, { "rsb_ctxsw", true }, { "rsb_vmexit", true },
};

/* A path: its registers, those of its caller, what it has forced. */
struct path {
	struct bits_at a, up;
	uint64_t back;			/* where a call goes on; 0: in none */
	unsigned int forced;		/* bits, of with[] */
	bool fence;			/* ibrs_no_pti */
	bool all;			/* IBRS_ALL: chosen, and not the gate */
};

struct seen_path { uint64_t a, b; };

struct choice {
	struct check *c;
	const struct symbol *fn, *in;	/* in: what it calls, which has the gate */
	struct memory mem;
	uint64_t caps, id[MAX_FORCED], fence;
	unsigned int steps, wrong, ends;	/* wrong: bits, of with[] */
	bool unfenced;			/* without PTI, and no fence */
	struct path *todo;
	size_t ntodo, captodo;
	struct seen_path *seen;
	size_t nseen, capseen;
};

/* What a write makes of the bit that is a feature: nothing, 1, or not known. */
enum forces { FORCES_NOT, FORCES, FORCES_MAYBE };

/* Where it writes; false: nobody knows. reg: what is known of them, or NULL. */
static bool written_at(const struct operand *m, const struct bits *reg,
		       uint64_t *at)
{
	*at = m->disp;
	if (m->kind != OP_MEM || !m->write || m->gs)
		return false;
	if (m->abs)
		return true;
	if (!reg || m->reg >= NREG || m->index != REG_NONE ||
	    ~reg[m->reg].known)
		return false;
	*at += reg[m->reg].set;
	return true;
}

/* By its own operand, a bit of the word at @at. */
static enum forces makes(const struct insn *in, const struct bits *reg,
			 uint64_t bit)
{
	const struct operand *m = &in->o[0], *v = &in->o[1];
	struct bits b = { 0 };

	if (v->kind == OP_IMM)
		b = (struct bits){ UINT64_MAX, v->disp };
	else if (v->kind == OP_REG && v->reg < NREG && !v->high && reg)
		b = reg[v->reg];
	if (bit > 63)
		return FORCES_MAYBE;
	if (in->op == ZYDIS_MNEMONIC_BTS && !~b.known && v->kind == OP_IMM)
		return (b.set & (m->size * 8 - 1)) == bit ? FORCES : FORCES_NOT;
	if ((in->op != ZYDIS_MNEMONIC_OR && in->op != ZYDIS_MNEMONIC_MOV) ||
	    !(b.known >> bit & 1))
		return FORCES_MAYBE;
	if (b.set >> bit & 1)
		return FORCES;
	return in->op == ZYDIS_MNEMONIC_OR ? FORCES_NOT : FORCES_MAYBE;
}

static enum forces forces(uint64_t caps, const struct insn *in,
			  const struct bits *reg, uint64_t id)
{
	uint64_t at;

	for (int i = 0; id != UINT64_MAX && i < in->nop; i++) {
		const struct operand *m = &in->o[i];

		if (!written_at(m, reg, &at))
			continue;
		/* from there on, but how far is not known */
		if (!m->size || (in->op == ZYDIS_MNEMONIC_BTS &&
				 in->o[1].kind != OP_IMM)) {
			if (at >= caps && at <= caps + id / 8)
				return FORCES_MAYBE;
			continue;
		}
		if (caps * 8 + id - at * 8 < m->size * 8u)
			return i ? FORCES_MAYBE :
			       makes(in, reg, caps * 8 + id - at * 8);
	}
	return FORCES_NOT;
}

/* In the function, or in what GCC has put aside of it. */
static bool is_part(const struct check *c, uint64_t at, const struct symbol *fn)
{
	const struct symbol *f = fn ? function_at(&c->im, at) : NULL;
	size_t len = fn ? strlen(fn->name) : 0;

	return f && !strncmp(f->name, fn->name, len) &&
	       (!f->name[len] || f->name[len] == '.');
}

/* The four bytes at p are an address in cpu_caps_set, itself or from RIP. */
static bool names(uint64_t caps, const uint8_t *p, uint64_t addr)
{
	int32_t n;

	memcpy(&n, p, 4);
	return (uint64_t)n - caps + 7 < 32 * 4 + 7 ||
	       addr + 4 + n - caps + 11 < 32 * 4 + 11;	/* 4: its constant */
}

/* One that writes there by an operand of these bytes; how it begins is tried. */
static bool writes_caps(const struct section *s, size_t off, struct insn *in,
			uint64_t caps)
{
	uint64_t at;

	for (size_t k = 2; k <= 9 && k <= off; k++) {
		if (!decode(s->data + off - k, s->size - off + k,
			    s->addr + off - k, in) || in->len < k + 4)
			continue;
		for (int i = 0; i < in->nop; i++)
			if (written_at(&in->o[i], NULL, &at) &&
			    at - caps + 7 < 32 * 4 + 7)
				return true;
	}
	return false;
}

/* A place that forces one of them: it is in a function. */
static bool add_place(struct choice *x, const struct insn *in,
		      const struct symbol **at, size_t *n)
{
	const struct symbol *f = function_at(&x->c->im, in->addr);
	bool any = false;

	for (int i = 0; i < MAX_FORCED; i++) {
		enum forces does = forces(x->caps, in, NULL, x->id[i]);

		any |= does != FORCES_NOT;
		if (does == FORCES && !i)
			x->in = f;
		else if (does == FORCES)
			x->fn = f;
	}
	if (any && (!f || *n == MAX_PLACES))
		return false;
	if (any)
		at[(*n)++] = f;
	return true;
}

/*
 * Every place that forces one of them. The gate's function is what they are all
 * in, or what the others' calls.
 */
static bool places(struct choice *x)
{
	const struct image *im = &x->c->im;
	const struct symbol *at[MAX_PLACES];
	size_t n = 0;
	struct insn in;

	for (size_t i = 0; i < im->nsec; i++) {
		const struct section *s = &im->sec[i];

		for (size_t off = 0; s->exec && s->data && off + 4 <= s->size;
		     off++)
			if (names(x->caps, s->data + off, s->addr + off) &&
			    writes_caps(s, off, &in, x->caps) &&
			    !add_place(x, &in, at, &n))
				return false;
	}
	for (size_t i = 0; i < n; i++)
		if (!is_part(x->c, at[i]->addr, x->fn) &&
		    !is_part(x->c, at[i]->addr, x->in))
			return false;
	return x->in && x->fn;
}

static uint64_t mix(uint64_t h, const struct path *p)
{
	const uint64_t *w = (const void *)p;

	for (size_t i = 0; i < sizeof(*p) / 8; i++) {
		h = (h ^ w[i]) * 0x9e3779b97f4a7c15ull;
		h ^= h >> 29;
	}
	return h;
}

/* Two paths that are the same go on alike. */
static bool is_new(struct choice *x, const struct path *p)
{
	const struct seen_path s = { mix(1, p), mix(0xfedcba98, p) };

	for (size_t i = 0; i < x->nseen; i++)
		if (x->seen[i].a == s.a && x->seen[i].b == s.b)
			return false;
	x->seen = grow(x->seen, x->nseen, &x->capseen, sizeof(s));
	x->seen[x->nseen++] = s;
	return true;
}

static void later(struct choice *x, const struct path *p)
{
	if (!is_new(x, p))
		return;
	x->todo = grow(x->todo, x->ntodo, &x->captodo, sizeof(*p));
	x->todo[x->ntodo++] = *p;
}

/* Where alternatives are applied, or behind all of it. */
static void at_end(struct choice *x, const struct path *p)
{
	const bool gate = p->forced & 1;

	if (!gate && !p->all)
		return;
	x->ends += gate;
	for (int i = 1; i < MAX_FORCED; i++)
		if (x->id[i] != UINT64_MAX && (gate || with[i].on) &&
		    (p->forced >> i & 1) != with[i].on)
			x->wrong |= 1u << i;
	x->unfenced |= gate && !p->fence;
}

/*
 * What C preserves is as the caller had it. A mode that is none is 0: with
 * another one, and no gate, the CPU has IBRS set for good.
 */
static void give_back(struct path *p)
{
	const struct bits ret = p->a.reg[RAX];

	p->all = !(p->forced & 1) && ret.known & ret.set;
	p->a = p->up;
	p->a.ip = p->back;
	p->a.reg[RAX] = ret;
	memset(&p->up, 0, sizeof(p->up));
	p->back = 0;
}

/* False: the path ends there. */
static bool call(struct choice *x, struct path *p, const struct insn *in)
{
	const struct symbol *s = in->branch == BR_CALL ?
				 symbol_at(&x->c->im, in->target) : NULL;
	struct path up = *p;

	if (s && s->addr == in->target &&
	    !strcmp(s->name, "alternative_instructions")) {
		at_end(x, p);
		return false;
	}
	bits_call(&p->a);
	if (s && s == x->in && s != x->fn && !p->back) {
		p->up = p->a;
		p->back = p->a.ip;
		memcpy(p->a.reg, up.a.reg, sizeof(p->a.reg));
		p->a.ip = s->addr;
	}
	return !s || !never_returns(x->c, in->target);
}

static void both(struct choice *x, struct path *p, const struct insn *in)
{
	int8_t on = bits_hold(&p->a, in->op);
	struct path other = *p;

	bits_decide(&x->mem, &p->a, in, on);
	if (on >= 0)
		return;
	bits_decide(&x->mem, &other.a, in, false);
	later(x, &other);
}

static void force(struct choice *x, struct path *p, const struct insn *in,
		  bool *lost)
{
	for (int i = 0; i <= MAX_FORCED; i++) {
		uint64_t id = i < MAX_FORCED ? x->id[i] : x->fence;
		enum forces does = forces(x->caps, in, p->a.reg, id);

		*lost |= does == FORCES_MAYBE;
		if (does == FORCES && i < MAX_FORCED)
			p->forced |= 1u << i;
		else if (does == FORCES)
			p->fence = true;
	}
}

/* False: it goes on. *lost: where nobody knows. */
static bool step(struct choice *x, struct path *p, bool *lost)
{
	struct insn in;

	if (x->steps++ > MAX_STEPS || label_at(&x->c->t, p->a.ip) ||
	    !decode_at(&x->c->im, p->a.ip, &in) ||
	    (!is_part(x->c, p->a.ip, x->fn) && !is_part(x->c, p->a.ip, x->in))) {
		*lost = true;
		return true;
	}
	p->a.ip += in.len;
	if (in.branch == BR_RET && p->back) {
		give_back(p);
	} else if (in.branch == BR_RET) {
		at_end(x, p);
		return true;
	} else if (bits_fork(&in)) {
		both(x, p, &in);
	} else if (in.branch == BR_CALL || in.branch == BR_CALL_IND) {
		return !call(x, p, &in);
	} else if (in.branch == BR_JMP &&
		   (is_part(x->c, in.target, x->fn) ||
		    is_part(x->c, in.target, x->in))) {
		p->a.ip = in.target;
	} else if (in.branch == BR_JMP) {	/* as a call, and RET */
		p->a.ip = in.target;
		if (call(x, p, &in))
			at_end(x, p);
		*lost |= p->back != 0;
		return true;
	} else if (in.branch != BR_NONE) {
		*lost = true;
		return true;
	} else if (in.op == ZYDIS_MNEMONIC_UD2) {
		return true;
	} else {
		force(x, p, &in, lost);
		bits_effect(&x->mem, &p->a, &in);
	}
	return false;
}

/* All paths; false: one of them is not understood, or none has the gate. */
static bool paths(struct choice *x)
{
	struct path first, p;
	bool lost = false;

	memset(&first, 0, sizeof(first));	/* padding as well: it is hashed */
	first.a.ip = x->fn->addr;
	first.a.zf = first.a.cf = -1;
	x->nseen = x->steps = x->ends = x->wrong = 0;
	later(x, &first);
	while (x->ntodo && !lost) {
		p = x->todo[--x->ntodo];
		while (!step(x, &p, &lost))
			;
	}
	x->ntodo = 0;
	return !lost && x->ends;
}

static void tell(struct choice *x)
{
	for (int i = 1; i < MAX_FORCED; i++) {
		if (!(x->wrong >> i & 1))
			continue;
		if (with[i].on)
			found_at(x->c, "R14", x->fn->addr, "IBRS is chosen, and %s is not",
				 with[i].name);
		else
			found_at(x->c, "R12", x->fn->addr, "IBRS is chosen, and so is %s",
				 with[i].name);
	}
}

/* The same once more with PTI off: the fence is there, then. */
static void without_pti(struct choice *x)
{
	const struct symbol *cpu = symbol_named(&x->c->im, "boot_cpu_data");
	int pti = feat_named(x->c, "pti"), i = feat_named(x->c, "ibrs_no_pti");

	if (!cpu || pti < 0 || i < 0)
		return;
	x->fence = x->c->ft.feat[i].id;
	x->mem = (struct memory){ .clear = true,
		.bit = (cpu->addr + CAPABILITY) * 8 + x->c->ft.feat[pti].id };
	x->unfenced = false;
	if (!paths(x))
		return;
	if (x->unfenced)
		found_at(x->c, "R12", x->fn->addr, "IBRS is chosen without PTI, and %s is not",
			 "ibrs_no_pti");
	x->c->ft.chosen_fence = !x->unfenced;
}

void forced_find(struct check *c)
{
	const struct symbol *caps = symbol_named(&c->im, "cpu_caps_set");
	struct choice x = { .c = c, .caps = caps ? caps->addr : 0 };

	if (!caps || c->ft.gate < 0)
		return;
	x.id[0] = c->ft.gate_id;
	for (int i = 1; i < MAX_FORCED; i++) {
		int k = feat_named(c, with[i].name);

		x.id[i] = k < 0 ? UINT64_MAX : c->ft.feat[k].id;
	}
	x.fence = UINT64_MAX;
	if (places(&x) && paths(&x)) {
		tell(&x);
		c->ft.chosen = !x.wrong;
		judged_count(c, RULE_12, 1);
		if (c->lay.series)
			without_pti(&x);
	}
	free(x.todo);
	free(x.seen);
}
