// SPDX-License-Identifier: GPL-2.0-only
/* The states of a walk that wait and that were seen, and its paths. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/util.h"
#include "check/walker.h"

/* --- paths --------------------------------------------------------------- */
void add_node(struct walker *w, uint64_t ip, uint32_t what)
{
	w->node = grow(w->node, w->nnode, &w->capnode, sizeof(*w->node));
	w->node[w->nnode] = (struct node){ .parent = w->at, .what = what,
					.ip = ip };
	w->at = w->nnode++;
}

static bool is_fork(const struct node *n)
{
	return (n->what & 0xff) == S_FORK;
}

/* Node 0 is where every path begins, and its own parent. */
uint32_t *path_to(const struct walker *w, uint32_t end, size_t *n)
{
	uint32_t *path, i;
	size_t k = 1;

	for (i = end; i; i = w->node[i].parent)
		k += !is_fork(&w->node[i]);
	*n = k;
	path = calloc(*n, sizeof(*path));
	if (!path) {
		error_(w->c, "out of memory");
		*n = 0;
		return NULL;
	}
	for (i = end; k--; i = w->node[i].parent) {
		while (is_fork(&w->node[i]))
			i = w->node[i].parent;
		path[k] = i;
	}
	return path;
}

void found(struct walker *w, const char *rule, const char *fmt, ...)
{
	struct finding *f;
	uint32_t *path;
	bool is_new;
	va_list ap;
	char *text;

	if (w->quiet)
		return;
	va_start(ap, fmt);
	text = vtext(fmt, ap);
	va_end(ap);
	is_new = finding_add(w->c, rule, w->here, text, w->e, &f);
	free(text);
	if (!is_new)
		return;
	path = path_to(w, w->at, &f->npath);
	f->path = path ? calloc(f->npath, sizeof(*f->path)) : NULL;
	if (!f->path)
		out_of_memory();
	for (size_t i = 0; i < f->npath; i++)
		f->path[i] = (struct line){ w->node[path[i]].ip,
					    w->node[path[i]].what };
	free(path);
}

/* --- states that wait ---------------------------------------------------- */
void later(struct walker *w, const struct state *s)
{
	size_t cap = w->captodo;

	w->todo = grow(w->todo, w->ntodo, &w->captodo, sizeof(*w->todo));
	w->todo_node = grow(w->todo_node, w->ntodo, &cap,
			    sizeof(*w->todo_node));
	w->todo[w->ntodo] = *s;
	w->todo_node[w->ntodo++] = w->at;
}

/*
 * The last fork first: few wait then. For a listing the first, so that the
 * path it shows is a short one.
 */
bool next_state(struct walker *w)
{
	size_t i;

	if (w->head == w->ntodo)
		return false;
	i = w->c->opt.show ? w->head++ : --w->ntodo;
	*w->s = w->todo[i];
	w->at = w->todo_node[i];
	return true;
}

/* --- states seen --------------------------------------------------------- */
static bool taken(const struct seat *p)
{
	return p->k.a || p->k.b;
}

static struct seat *seat(struct seat *t, size_t cap, const struct key *k)
{
	size_t i = k->a & (cap - 1);

	while (taken(&t[i]) && (t[i].k.a != k->a || t[i].k.b != k->b))
		i = (i + 1) & (cap - 1);
	return &t[i];
}

static void more_seats(struct walker *w)
{
	size_t cap = w->capseen ? w->capseen * 2 : 4096;
	struct seat *t = calloc(cap, sizeof(*t));

	if (!t)
		out_of_memory();
	for (size_t i = 0; i < w->capseen; i++)
		if (taken(&w->seen[i]))
			*seat(t, cap, &w->seen[i].k) = w->seen[i];
	free(w->seen);
	w->seen = t;
	w->capseen = cap;
}

bool seen(struct walker *w)
{
	struct key k = state_key(w->s);
	struct seat *p;

	w->node[w->at].key = k.a;
	if (w->nseen * 2 >= w->capseen)
		more_seats(w);
	p = seat(w->seen, w->capseen, &k);
	if (taken(p) && p->depth <= w->s->depth)
		return true;
	w->nseen += !taken(p);
	*p = (struct seat){ k, w->s->depth };
	return false;
}

/* --- loops ---------------------------------------------------------------- */
#define MAX_ROUNDS	128	/* more than any loop whose count is asked for */
#define MAX_FILLS	1024	/* ... where each round counts: see may_round() */

/* How often the path in hand has jumped to ip. */
static unsigned int rounds(const struct walker *w, uint64_t ip)
{
	unsigned int n = 0;

	for (uint32_t i = w->at; i; i = w->node[i].parent)
		n += w->node[i].ip == ip && (w->node[i].what & 0xff) == S_JUMP;
	return n;
}

/* What is not as it was is not known. */
static void forget(struct state *s, const struct state *was)
{
	for (int i = 0; i < NREG; i++)
		if (memcmp(&s->r[i], &was->r[i], sizeof(s->r[i])))
			s->r[i] = v_top();
	for (int i = 0; i < s->nslot; i++) {
		struct slot *x = &s->slot[i];
		struct val v = slot_get(was, x->stack, x->off);

		if (memcmp(&x->v, &v, sizeof(v)))
			x->v = v_top();
	}
}

/* What fills the return stack; and who has cleared for good, ahead of its wait. */
static unsigned int may_round(const struct walker *w, const struct state *s)
{
	const struct entry *e = w->e;

	return fills_rsb(e) || (e->kind == E_FUNCTION && w->gate_on &&
				(e->cls == S_OFFLINE || e->cls == S_KEXEC) &&
				s->ibrs == IBRS_CLEAR) ?
	       MAX_FILLS : MAX_ROUNDS;
}

void widen(struct walker *w, struct state *s)
{
	const unsigned int n = rounds(w, s->ip);

	if (n < may_round(w, s))
		return;
	if (!w->turn) {
		w->turn = calloc(1, sizeof(*w->turn));
		if (!w->turn)
			out_of_memory();
	} else if (w->turn->ip == s->ip) {
		forget(s, w->turn);
	}
	*w->turn = *s;
}

/*
 * C on its way to a guest asks for much that no rule does. Until it has cleared
 * IBRS only where it is counts, or each combination of all that made a path.
 */
void forget_way(struct walker *w, struct state *s)
{
	if (w->e->kind != E_VMENTER || s->ibrs != IBRS_SET || s->branch)
		return;
	for (int i = 0; i < NREG; i++)
		s->r[i] = i == RSP ? (struct val){ .kind = V_STK, .aux = STK_C } :
			  v_top();
	memset(&s->fl, 0, sizeof(s->fl));
	s->nslot = s->full = 0;
	s->f = w->start;
}

void go(struct walker *w, uint64_t ip, enum step step)
{
	w->s->ip = ip;
	forget_way(w, w->s);
	if (step == S_JUMP && ip <= w->here)
		widen(w, w->s);
	add_node(w, ip, step);
	if (seen(w))
		w->done = w->joined = true;
}

bool is_off(const struct walker *w, enum told feature)
{
	struct features *ft = &w->c->ft;
	const struct fvec *f = &w->s->f;
	int i = ft->told[feature].index;

	if (!ft->told[feature].is)
		return false;
	if (!i) {
		i = feat_index(w->c, FEAT_CPU, ft->told[feature].id) + 1;
		ft->told[feature].index = i;
	}
	return (f->known & ~f->val) >> (i - 1) & 1;
}

void walker_free(struct walker *w)
{
	for (size_t i = 0; i < w->nnode; i++)
		free(w->node[i].text);
	free(w->s);
	free(w->turn);
	free(w->todo);
	free(w->todo_node);
	free(w->seen);
	free(w->node);
}
