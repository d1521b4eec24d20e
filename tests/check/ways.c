// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways through one function, one feature being as it is: first all states
 * that an instruction can be come to in, then which of them have an IBPB ahead.
 */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/other_mm.h"
#include "check/util.h"
#include "check/ways.h"

#define NO_NODE		UINT32_MAX

/* One instruction, and how it is come to. */
struct stand {
	uint64_t at;		/* where it will stand */
	uint32_t alt;		/* in what this alternative puts in; from 1 */
	uint32_t with;		/* behind an IBPB; of guests: ahead of one */
	struct known k;
};

struct node {
	struct stand s;
	uint32_t chain;		/* the next one of the same place */
	bool load;		/* of CR3 */
	bool can;		/* an IBPB may follow */
};

struct edge {
	uint32_t from, to;
	bool none_needed;	/* of an mm that needs none */
};

struct graph {
	struct check *c;
	struct barriers *b;
	struct ways *w;
	uint64_t lo, hi;
	uint32_t feature;
	bool on, guest;
	unsigned int depth;	/* of calls */
	uint32_t *first;	/* of each byte: the last node there */
	struct node *node;
	size_t n, cap;
	struct edge *edge;
	size_t nedge, capedge;
};

static void asks(struct ways *w, uint32_t feature)
{
	for (size_t i = 0; i < w->nasked; i++)
		if (w->asked[i] == feature)
			return;
	if (w->nasked < ARRAY_SIZE(w->asked))
		w->asked[w->nasked++] = feature;
	else
		w->more = true;
}

/* --- states ------------------------------------------------------------ */
/* Behind the last instruction that is put in stands what is behind the site. */
static void settle(const struct graph *g, struct stand *s)
{
	const struct alt *a = s->alt ? &g->c->t.alt[s->alt - 1] : NULL;

	if (!a || s->at - a->site < a->rlen)
		return;
	s->at = a->site + a->len;
	s->alt = 0;
}

static uint32_t node_of(struct graph *g, const struct stand *s)
{
	uint32_t *first = &g->first[s->at - g->lo], i;

	for (i = *first; i != NO_NODE; i = g->node[i].chain)
		if (!memcmp(&g->node[i].s, s, sizeof(*s)))
			return i;
	g->node = grow(g->node, g->n, &g->cap, sizeof(*g->node));
	g->node[g->n] = (struct node){ .chain = *first };
	g->node[g->n].s = *s;
	*first = g->n;
	return g->n++;
}

/* From node i on to s; out of the function nothing is looked at. */
static void on_to(struct graph *g, uint32_t i, struct stand s,
		  bool none_needed)
{
	uint32_t to;

	settle(g, &s);
	if (!in_range(s.at, g->lo, g->hi))
		return;
	to = node_of(g, &s);
	g->edge = grow(g->edge, g->nedge, &g->capedge, sizeof(*g->edge));
	g->edge[g->nedge++] = (struct edge){ i, to, none_needed };
}

static void jump_to(struct graph *g, uint32_t i, struct stand s, uint64_t at,
		    bool none_needed)
{
	s.at = at;
	s.alt = 0;
	on_to(g, i, s, none_needed);
}

/* --- instructions ------------------------------------------------------ */
#define MAX_DEPTH	4	/* of functions that issue one and call each other */

static struct ways ways_in(struct graph g, const struct symbol *fn);

/* What is called for it may hang on more. */
static bool callee_issues(struct graph *g, const struct symbol *to)
{
	struct graph callee = { .c = g->c, .b = g->b, .feature = g->feature,
				.on = g->on, .depth = g->depth + 1 };
	struct ways w;

	if (callee.depth > MAX_DEPTH) {
		g->w->more = true;
		return true;
	}
	w = ways_in(callee, to);
	g->w->more |= w.more;
	for (size_t i = 0; i < w.nasked; i++)
		asks(g->w, w.asked[i]);
	return w.issued;
}

static bool issues(struct graph *g, const struct insn *in, uint64_t at)
{
	const struct symbol *to = in->branch == BR_CALL ?
				  function_at(&g->c->im, in->target) : NULL;
	bool is = false, wr = in->op == ZYDIS_MNEMONIC_WRMSR;

	for (size_t i = 0; i < g->b->n; i++)
		if (to ? g->b->at[i].fn == to : wr && g->b->at[i].addr == at)
			g->b->at[i].used = is = true;
	return is && (!to || callee_issues(g, to));
}

static bool loads_cr3(const struct graph *g, const struct insn *in)
{
	static const char name[] = "load_new_mm_cr3";
	const struct symbol *to = in->branch == BR_CALL ?
				  function_at(&g->c->im, in->target) : NULL;

	return (in->op == ZYDIS_MNEMONIC_MOV && in->o[0].kind == OP_REG &&
		in->o[0].reg == REG_CR3) ||
	       (to && !strncmp(to->name, name, strlen(name)));
}

bool loads_vmcs(const struct check *c, uint64_t at, uint64_t end, bool calls)
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

/* In what goes to another guest: the load first, and out behind both. */
static void guest_step(struct graph *g, const struct insn *in, uint64_t at,
		       uint32_t *with)
{
	bool out = in->branch == BR_RET ||
		   (in->branch == BR_JMP && !in_range(in->target, g->lo, g->hi));

	if (issues(g, in, at)) {
		if (!*with)
			g->w->twice = at;
		*with = false;
	} else if (loads_vmcs(g->c, in->addr, in->addr + in->len, true)) {
		judged_parts(g->c, PART_BIT(R15_switch), at);
		*with = true;
	} else if (out && *with) {
		g->w->without = at;
	}
}

/* In what goes to another mm; false: CR3 was loaded, and none was before. */
static bool mm_step(struct graph *g, uint32_t i, const struct insn *in,
		    struct stand *s)
{
	if (issues(g, in, s->at)) {
		if (s->with)
			g->w->twice = s->at;
		s->with = true;
		g->w->issued = true;
		g->node[i].can = true;
	}
	if (!loads_cr3(g, in))
		return true;
	judged_parts(g->c, PART_BIT(R15_switch), s->at);
	if (s->with)
		g->w->with = true;
	else
		g->node[i].load = true;
	return s->with;
}

/* Both legs of a branch, or the one that the feature decides. */
static void branch(struct graph *g, uint32_t i, const struct insn *in,
		   struct stand s)
{
	bool yes = in->op == ZYDIS_MNEMONIC_JB || in->op == ZYDIS_MNEMONIC_JNZ;
	bool decided = s.k.tested == g->feature && g->feature != NO_FEATURE;
	bool taken = known_none_needed(&s.k, in, true);
	bool other = known_none_needed(&s.k, in, false);

	if (!decided || yes == g->on)
		jump_to(g, i, s, in->target, taken);
	s.at += in->len;
	if (!decided || yes != g->on)
		on_to(g, i, s, other);
}

static void step(struct graph *g, uint32_t i, const struct insn *in)
{
	struct stand s = g->node[i].s;

	if (g->guest)
		guest_step(g, in, s.at, &s.with);
	else if (!mm_step(g, i, in, &s))
		return;
	if (in->branch == BR_JCC) {
		branch(g, i, in, s);
		return;
	}
	if (in->branch == BR_JMP) {
		jump_to(g, i, s, in->target, false);
		return;
	}
	if (in->branch != BR_NONE && in->branch != BR_CALL &&
	    in->branch != BR_CALL_IND)
		return;
	known_step(g->c, &s.k, in);
	if (s.k.tested != NO_FEATURE)
		asks(g->w, s.k.tested);
	s.at += in->len;
	on_to(g, i, s, false);
}

/*
 * The last one that applies is what stands there. Of a feature that is not the
 * one in question both ways are gone. True: what is in the file does not stay.
 */
static bool patched(struct graph *g, uint32_t i)
{
	struct stand s = g->node[i].s;
	size_t first, n = alts_at(&g->c->t, s.at, &first);

	if (!n || g->c->t.alt[first].site != s.at)
		return false;
	while (n--) {
		const struct alt *a = &g->c->t.alt[first + n];

		asks(g->w, a->cpuid);
		if (a->cpuid == g->feature && g->on == a->inv)
			continue;
		s.alt = first + n + 1;
		on_to(g, i, s, false);
		if (a->cpuid == g->feature || a->cpuid == FEATURE_ALWAYS)
			return true;
	}
	return false;
}

static void visit(struct graph *g, uint32_t i)
{
	const struct stand s = g->node[i].s;
	const struct alt *a = s.alt ? &g->c->t.alt[s.alt - 1] : NULL;
	const struct label *l = a ? NULL : label_at(&g->c->t, s.at);
	struct insn in;

	if (l)
		jump_to(g, i, s, l->target, false);
	if (!a && patched(g, i))
		return;
	if (decode_at(&g->c->im, a ? a->repl + (s.at - a->site) : s.at, &in))
		step(g, i, &in);
}

/* --- without ----------------------------------------------------------- */
/* Back from each IBPB: ahead of what it can follow. */
static void reaches(struct graph *g)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t k = g->nedge; k--;) {
			struct node *from = &g->node[g->edge[k].from];

			if (!from->can && g->node[g->edge[k].to].can) {
				from->can = true;
				more = true;
			}
		}
	}
}

/*
 * A way that has none takes, at one branch, a leg on which none can follow any
 * more. That may be by what the mm is, and by nothing else. Loads of CR3 that are
 * come to otherwise have to be behind one.
 */
static void without(struct graph *g)
{
	uint8_t *been = calloc(g->n, 1);
	bool more = true;

	if (!been)
		out_of_memory();
	reaches(g);
	been[0] = 1;
	while (more) {
		more = false;
		for (size_t k = 0; k < g->nedge; k++) {
			const struct edge *e = &g->edge[k];

			if (!been[e->from] || been[e->to] ||
			    g->node[e->to].s.with ||
			    (e->none_needed && g->node[e->from].can &&
			     !g->node[e->to].can))
				continue;
			been[e->to] = 1;
			more = true;
		}
	}
	for (size_t i = 0; i < g->n; i++)
		if (been[i] && g->node[i].load)
			g->w->without = g->node[i].s.at;
	free(been);
}

static struct ways ways_in(struct graph g, const struct symbol *fn)
{
	struct ways w = { .nasked = 0 };
	struct stand s;
	size_t size;

	g.w = &w;
	g.lo = fn->addr;
	g.hi = symbol_end(&g.c->im, fn);
	if (g.hi <= g.lo)
		return w;
	size = (g.hi - g.lo) * sizeof(*g.first);
	g.first = malloc(size);
	if (!g.first)
		out_of_memory();
	memset(g.first, 0xff, size);
	memset(&s, 0, sizeof(s));
	s.at = g.lo;
	s.k = known_first();
	node_of(&g, &s);
	for (size_t i = 0; i < g.n; i++)
		visit(&g, i);
	if (!g.guest)
		without(&g);
	free(g.first);
	free(g.node);
	free(g.edge);
	return w;
}

struct ways ways_of(struct check *c, struct barriers *b,
		    const struct symbol *fn, uint32_t feature, bool on,
		    bool guest)
{
	struct graph g = { .c = c, .b = b, .feature = feature, .on = on,
			   .guest = guest };
	struct ways w = ways_in(g, fn);

	if (w.more)
		found_at(c, "R15", fn->addr, "IBPB there hangs on more than can be followed");
	return w;
}
