// SPDX-License-Identifier: GPL-2.0-only
/*
 * R15: a scan of all text for IA32_PRED_CMD, and the ways through the function
 * that switches to another mm, with each feature on and off that it asks for.
 */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/ibpb.h"
#include "check/scan.h"
#include "check/sites.h"
#include "check/util.h"

#define FEATURE_ALWAYS	(3u * 32 + 21)
#define NO_FEATURE	UINT32_MAX
#define CAPABILITY_WORDS	19

struct barrier {
	uint64_t addr;
	const struct symbol *fn;
	bool used;			/* on the way to another mm */
};

struct barriers {
	struct barrier *at;
	size_t n, cap;
	bool tried;			/* at boot: the MSR is there */
};

/* --- who ------------------------------------------------------------------ */
static bool is_number(const struct scan *s, enum reg reg)
{
	return s->known[reg] && s->val[reg] == MSR_PRED_CMD;
}

static void value_of(struct scan *s, enum reg lo, bool halves)
{
	if (!s->known[lo] || (halves && !s->known[RDX]))
		found_at(s->c, "R15", s->here, "writes a value that is not known to IA32_PRED_CMD");
	else if (s->val[lo] != PRED_CMD_IBPB || (halves && s->val[RDX]))
		found_at(s->c, "R15", s->here, "writes 0x%x to IA32_PRED_CMD, which is not IBPB alone",
			 s->val[lo]);
}

static void by_insn(struct scan *s, const struct insn *in)
{
	struct barriers *b = s->arg;

	if (!is_number(s, RCX))
		return;
	judged_parts(s->c, PART_BIT(R15_switch), s->here);
	if (in->op == ZYDIS_MNEMONIC_RDMSR) {
		found_at(s->c, "R15", s->here, "RDMSR of IA32_PRED_CMD, which cannot be read");
		return;
	}
	value_of(s, RAX, true);
	b->at = grow(b->at, b->n, &b->cap, sizeof(*b->at));
	b->at[b->n++] = (struct barrier){ .addr = s->here, .fn = s->fn };
}

/* By a function that takes the number: boot tries the MSR so, and nobody else. */
static void by_call(struct scan *s, const struct insn *in)
{
	struct barriers *b = s->arg;
	struct insn to = call_resolved(s, in);
	const struct wrapper *by;
	char name[80];

	if (call_access(s->c, &to, &by) != ACCESS_WRITE ||
	    !is_number(s, by && by->arg ? argument_reg(by->arg) : RDI))
		return;
	judged_parts(s->c, PART_BIT(R15_switch), s->here);
	value_of(s, RSI, false);
	b->tried = true;
	if (!in_init_text(s->c, s->here))
		found_at(s->c, "R15", s->here, "issues IBPB by a call of %s: it is not bare",
			 to.target ? name_of(&s->c->im, to.target, name,
					     sizeof(name)) : "a pointer");
}

static bool has_number(const struct scan *s, const uint8_t *p, size_t len,
		       uint64_t addr)
{
	return memmem(p, len, "\x49\0\0\0", 4) || has_access(s, p, len, addr);
}

/* --- where ---------------------------------------------------------------- */
/*
 * The ways through one function, one feature being as it is.  It is asked for by
 * an alternative, or where the kernel is built without those for C by a bit of
 * boot_cpu_data: of that a load, a test and a branch are understood, one behind
 * the other.
 */
struct ways {
	struct check *c;
	struct barriers *b;
	uint64_t lo, hi;
	uint32_t feature;
	bool on;
	uint8_t *seen;			/* of each byte: 1 without, 2 with */
	struct { uint64_t at; bool with; } *todo;
	size_t ntodo, captodo;
	struct {			/* of the way in hand */
		enum reg reg;		/* has the bits from bit 0 of it on */
		uint64_t bits;		/* ... of features; */
		uint32_t tested;	/* the feature in the flags */
	} is;
	uint32_t asked[64];		/* all features, each once */
	size_t nasked;
	uint64_t without;		/* a load of CR3, and no IBPB before it */
	bool with, issued;		/* a load behind one; one at all */
	uint64_t twice;			/* a second one */
	bool guest;			/* with: a VMCS was loaded, and no IBPB since */
};

static void asks(struct ways *w, uint32_t feature)
{
	for (size_t i = 0; i < w->nasked; i++)
		if (w->asked[i] == feature)
			return;
	if (w->nasked < ARRAY_SIZE(w->asked))
		w->asked[w->nasked++] = feature;
}

static void go(struct ways *w, uint64_t at, bool with)
{
	if (!in_range(at, w->lo, w->hi))
		return;
	w->todo = grow(w->todo, w->ntodo, &w->captodo, sizeof(*w->todo));
	w->todo[w->ntodo].at = at;
	w->todo[w->ntodo++].with = with;
}

/* Of the bits at o the number of the feature that bit 0 is; false: no feature. */
static bool feature_bits(const struct ways *w, const struct operand *o,
			 uint64_t *bits)
{
	const struct symbol *cpu = symbol_named(&w->c->im, "boot_cpu_data");
	uint64_t first = cpu ? cpu->addr + CAPABILITY : 0;

	if (o->kind == OP_REG) {
		*bits = w->is.bits;
		return o->reg == w->is.reg && !o->high;
	}
	*bits = (o->disp - first) * 8;
	return cpu && o->kind == OP_MEM && o->abs && !o->gs &&
	       in_range(o->disp, first, first + CAPABILITY_WORDS * 4);
}

/* What it leaves known of a feature: in a register, in the flags. */
static void learn(struct ways *w, const struct insn *in)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];
	uint64_t bits = 0, m = v->disp;
	bool one;

	w->is.tested = NO_FEATURE;
	if (in->op == ZYDIS_MNEMONIC_MOV && d->kind == OP_REG &&
	    v->kind == OP_MEM && feature_bits(w, v, &bits)) {
		w->is.reg = d->reg;
		w->is.bits = bits;
		return;
	}
	if (d->size < 8)
		m &= (1ull << d->size * 8) - 1;
	one = in->op == ZYDIS_MNEMONIC_TEST ? m && !(m & (m - 1)) :
	      in->op == ZYDIS_MNEMONIC_BT;
	if (one && v->kind == OP_IMM && feature_bits(w, d, &bits)) {
		w->is.tested = bits + (in->op == ZYDIS_MNEMONIC_BT ?
			m & (d->size * 8 - 1) : (uint64_t)__builtin_ctzll(m));
		asks(w, w->is.tested);
		return;
	}
	w->is.reg = REG_NONE;
}

/* Both legs of a branch, or the one that the feature decides; goes on behind? */
static bool decide(struct ways *w, const struct insn *in, bool with)
{
	bool yes = in->op == ZYDIS_MNEMONIC_JB || in->op == ZYDIS_MNEMONIC_JNZ;

	if (w->is.tested != w->feature) {
		go(w, in->target, with);
		return true;
	}
	if (yes == w->on)
		go(w, in->target, with);
	return yes != w->on;
}

static bool issues(struct ways *w, const struct insn *in, uint64_t at)
{
	const struct symbol *to = in->branch == BR_CALL ?
				  function_at(&w->c->im, in->target) : NULL;
	bool is = false, wr = in->op == ZYDIS_MNEMONIC_WRMSR;

	for (size_t i = 0; i < w->b->n; i++)
		if (to ? w->b->at[i].fn == to : wr && w->b->at[i].addr == at)
			w->b->at[i].used = is = true;
	return is;
}

static bool loads_cr3(const struct ways *w, const struct insn *in)
{
	static const char name[] = "load_new_mm_cr3";
	const struct symbol *to = in->branch == BR_CALL ?
				  function_at(&w->c->im, in->target) : NULL;

	return (in->op == ZYDIS_MNEMONIC_MOV && in->o[0].kind == OP_REG &&
		in->o[0].reg == REG_CR3) ||
	       (to && !strncmp(to->name, name, strlen(name)));
}

/* VMPTRLD, or with @calls a call of what has it, between the two. */
static bool loads_vmcs(const struct check *c, uint64_t at, uint64_t end,
		       bool calls)
{
	struct insn in;

	for (; at < end && decode_at(&c->im, at, &in); at += in.len) {
		const struct symbol *to = calls && in.branch == BR_CALL ?
					  function_at(&c->im, in.target) : NULL;

		if (in.op == ZYDIS_MNEMONIC_VMPTRLD ||
		    (to && loads_vmcs(c, to->addr, symbol_end(&c->im, to),
				      false)))
			return true;
	}
	return false;
}

/* The same in what goes to another guest: the load first, and out behind both. */
static void guest_step(struct ways *w, const struct insn *in, uint64_t at,
		       bool *with)
{
	bool out = in->branch == BR_RET ||
		   (in->branch == BR_JMP && !in_range(in->target, w->lo, w->hi));

	if (issues(w, in, at)) {
		if (!*with)
			w->twice = at;
		*with = false;
	} else if (loads_vmcs(w->c, in->addr, in->addr + in->len, true)) {
		judged_parts(w->c, PART_BIT(R15_switch), at);
		*with = true;
	} else if (out && *with) {
		w->without = at;
	}
}

/* One instruction that will stand at @at; false: no way goes on behind it. */
static bool step(struct ways *w, const struct insn *in, uint64_t at,
		 bool *with)
{
	if (w->guest) {
		guest_step(w, in, at, with);
	} else if (issues(w, in, at)) {
		if (*with)
			w->twice = at;
		w->issued = *with = true;
	}
	if (!w->guest && loads_cr3(w, in)) {
		judged_parts(w->c, PART_BIT(R15_switch), at);
		if (*with)
			w->with = true;
		else
			w->without = at;
		return *with;	/* none behind it, either */
	}
	if (in->branch == BR_JCC)
		return decide(w, in, *with);
	if (in->branch == BR_JMP)
		go(w, in->target, *with);
	if (in->branch == BR_NONE)
		learn(w, in);
	else
		w->is.reg = REG_NONE;
	return in->branch == BR_NONE || in->branch == BR_CALL ||
	       in->branch == BR_CALL_IND;
}

/* What @a puts at its site, and then what stands behind that. */
static void replaced(struct ways *w, const struct alt *a, bool with)
{
	struct insn in;

	for (uint64_t at = a->repl; at < a->repl + a->rlen; at += in.len)
		if (!decode_at(&w->c->im, at, &in) ||
		    !step(w, &in, a->site + (at - a->repl), &with))
			return;
	go(w, a->site + a->len, with);
}

/*
 * The last one that applies is what stands there. Of a feature that is not the
 * one in question both ways are gone. True: what is in the file does not stay.
 */
static bool patched(struct ways *w, uint64_t at, bool with)
{
	size_t first, n = alts_at(&w->c->t, at, &first);

	if (!n || w->c->t.alt[first].site != at)
		return false;
	while (n--) {
		const struct alt *a = &w->c->t.alt[first + n];

		asks(w, a->cpuid);
		if (a->cpuid == w->feature && w->on == a->inv)
			continue;
		replaced(w, a, with);
		if (a->cpuid == w->feature || a->cpuid == FEATURE_ALWAYS)
			return true;
	}
	return false;
}

/* One that waits, as far as it goes on without a branch that is taken. */
static void way(struct ways *w, uint64_t at, bool with)
{
	struct insn in;

	w->is.reg = REG_NONE;
	w->is.tested = NO_FEATURE;
	for (; in_range(at, w->lo, w->hi); at += in.len) {
		const struct label *l = label_at(&w->c->t, at);
		uint8_t bit = with ? 2 : 1;

		if (w->seen[at - w->lo] & bit)
			return;
		w->seen[at - w->lo] |= bit;
		if (l)
			go(w, l->target, with);
		if (patched(w, at, with) || !decode_at(&w->c->im, at, &in) ||
		    !step(w, &in, at, &with))
			return;
	}
}

static struct ways ways_of(struct check *c, struct barriers *b,
			   const struct symbol *fn, uint32_t feature, bool on,
			   bool guest)
{
	struct ways w = {
		.c = c, .b = b, .lo = fn->addr,
		.hi = symbol_end(&c->im, fn), .feature = feature, .on = on,
		.guest = guest,
	};

	w.seen = calloc(1, w.hi - w.lo);
	if (!w.seen)
		out_of_memory();
	go(&w, w.lo, false);
	while (w.ntodo) {
		w.ntodo--;
		way(&w, w.todo[w.ntodo].at, w.todo[w.ntodo].with);
	}
	free(w.todo);
	free(w.seen);
	return w;
}

static struct ways ways(struct check *c, struct barriers *b,
			const struct symbol *fn, uint32_t feature, bool on)
{
	return ways_of(c, b, fn, feature, on, false);
}

/* With the feature off there is no IBPB: it is the gate. */
static bool is_gate(struct check *c, struct barriers *b,
		    const struct symbol *fn, uint32_t feature)
{
	return ways(c, b, fn, feature, true).issued &&
	       !ways(c, b, fn, feature, false).issued;
}

static void judge_gate(struct check *c, struct barriers *b,
		       const struct symbol *fn, uint32_t gate)
{
	struct ways w = ways(c, b, fn, gate, true);

	if (c->ft.gate >= 0 && gate == c->ft.gate_id)
		found_at(c, "R15", fn->addr, "IBPB hangs on the feature by which IBRS is in use");
	else if (feat_known(c, gate))
		found_at(c, "R15", fn->addr, "IBPB hangs on %s, which is there for something else",
			 feat_known(c, gate));
	if (w.without)
		found_at(c, "R15", w.without, "loads CR3 of another mm, and no IBPB is before it");
	else if (!w.with)
		judged_not(c, RULE_15, "%s: no load of CR3 is found there",
			   fn->name);
}

/* One on a way at most, and what is called for it hangs on nothing else. */
static void judge_called(struct check *c, struct barriers *b,
			 const struct symbol *fn, uint32_t gate)
{
	uint64_t at = ways(c, b, fn, NO_FEATURE - 1, true).twice;

	for (size_t i = 0; i < b->n; i++) {
		const struct symbol *to = b->at[i].used ? b->at[i].fn : NULL;
		struct ways w;

		if (!to)
			continue;
		w = ways(c, b, to, NO_FEATURE - 1, true);
		at = at ? at : w.twice;
		for (size_t k = 0; to != fn && k < w.nasked; k++)
			if (w.asked[k] != gate && w.asked[k] != FEATURE_ALWAYS &&
			    is_gate(c, b, to, w.asked[k]))
				found_at(c, "R15", b->at[i].addr, "IBPB hangs on %s, which is there for something else",
					 feat_known(c, w.asked[k]) ?: "another feature");
	}
	if (at)
		found_at(c, "R15", at, "issues IBPB a second time on the way to another mm");
}

/* Behind it another guest, or virtual CPU, is next. */
static bool to_guest(const struct check *c, const struct barrier *b)
{
	return b->fn && loads_vmcs(c, b->fn->addr, b->addr, true);
}

/*
 * And none where nothing goes to another mm or guest. Boot may try the MSR. @gate
 * is what those between tasks hang on.
 */
static void judge_elsewhere(struct check *c, struct barriers *b, uint32_t gate)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct barrier at = b->at[i];

		if (at.used || in_init_text(c, at.addr))
			continue;
		if (!to_guest(c, &at))
			found_at(c, "R15", at.addr, "issues IBPB where nothing goes to another mm");
		else if (gate != NO_FEATURE && !is_gate(c, b, at.fn, gate))
			found_at(c, "R15", at.addr, "IBPB for a guest hangs on something else than that for a task");
	}
}

/* One where another VMCS is loaded, and only there: most loads keep the last. */
static void judge_guests(struct check *c, struct barriers *b, uint32_t gate)
{
	const struct symbol *fn = symbol_named(&c->im, "vmx_vcpu_load");
	struct ways w;

	if (!fn || gate == NO_FEATURE)
		return;
	w = ways_of(c, b, fn, gate, true, true);
	if (w.without)
		found_at(c, "R15", w.without, "has loaded another VMCS, and issues no IBPB");
	if (w.twice)
		found_at(c, "R15", w.twice, "issues IBPB where no other VMCS was loaded");
}

static void switch_mm(struct check *c, struct barriers *b)
{
	const struct symbol *fn = symbol_named(&c->im, "switch_mm_irqs_off");
	uint32_t gate = NO_FEATURE;
	struct ways all;

	if (!fn) {
		judged_not(c, RULE_15, "no switch_mm_irqs_off()");
		return;
	}
	all = ways(c, b, fn, NO_FEATURE - 1, true);
	for (size_t i = 0; gate == NO_FEATURE && i < all.nasked; i++)
		if (all.asked[i] != FEATURE_ALWAYS &&
		    is_gate(c, b, fn, all.asked[i]))
			gate = all.asked[i];
	judge_elsewhere(c, b, gate);
	judge_guests(c, b, gate);
	judge_called(c, b, fn, gate);
	if (gate != NO_FEATURE)
		judge_gate(c, b, fn, gate);
	else if (all.issued)
		found_at(c, "R15", fn->addr, "IBPB hangs on no feature: it is issued where it was not chosen");
	else
		found_at(c, "R15", fn->addr, "goes to another mm, and issues no IBPB");
}

void rule_ibpb(struct check *c)
{
	struct barriers b = { .n = 0 };
	struct scan s = { .c = c, .msr = by_insn, .call = by_call,
			  .wanted = has_number, .arg = &b };

	if (!c->lay.series) {
		judged_not(c, RULE_15, "who issues IBPB: asked of this series only, others decide by task");
		return;
	}
	scan_text(&s);
	if (b.n || b.tried)
		switch_mm(c, &b);
	else
		judged_not(c, RULE_15, "no WRMSR of IA32_PRED_CMD: this kernel has no IBPB");
	free(b.at);
}
