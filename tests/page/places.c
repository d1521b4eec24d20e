// SPDX-License-Identifier: GPL-2.0-only
/* The instructions, put together of all that name them. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "page/code.h"
#include "report/compare.h"

/* The trampoline has two names for its first instruction. */
#define TRAMPOLINE	"_entry_trampoline+"
#define ITS_FUNCTION	"entry_SYSCALL_64_trampoline+"

static int by_name(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int by_address(const void *a, const void *b)
{
	const struct spot *const *x = a, *const *y = b;

	return ((*x)->addr > (*y)->addr) - ((*x)->addr < (*y)->addr);
}

static struct spot *at(void **tree, const char *name)
{
	struct spot key = { .name = (char *)name };
	struct spot **found = tfind(&key, tree, by_name);

	return found ? *found : NULL;
}

static struct spot *add(void **tree, const char *name)
{
	struct spot *p = at(tree, name);

	if (p)
		return p;
	p = calloc(1, sizeof(*p));
	if (!p)
		abort();
	p->name = strdup(name);
	if (!tsearch(p, tree, by_name))
		abort();
	return p;
}

static size_t add_listed(void **tree)
{
	char **line = lines_read(REPORT "/" INSNS), *f[5];
	size_t n = 0;

	for (; line && *line; line++) {
		struct spot *p;

		if (fields(*line, f, 5) < 5 || strcmp(f[0], "insn"))
			continue;
		p = add(tree, f[2]);
		p->addr = strtoull(f[1], NULL, 16);
		p->insn = f[3];
		p->nop = !strncmp(f[3], "nop", 3);
		n++;
	}
	return n;
}

/* "SET", or "SET|clear" where it was another. */
static const char *with(const char *old, const char *state)
{
	char *s;

	if (!old)
		return state;
	if (strstr(old, state) && (strlen(old) == strlen(state) ||
				   strchr(old, '|')))
		return old;
	if (asprintf(&s, "%s|%s", old, state) < 0)
		abort();
	return s;
}

static void add_walks(void **tree, const struct walks *w)
{
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->w[i].n; k++) {
			const struct step *s = &w->w[i].step[k];
			struct spot *p = at(tree, s->name);

			if (!p)
				continue;	/* none of the entry text */
			p->insn = s->insn;
			p->nop = !strncmp(s->insn, "nop", 3);
			p->open |= step_open(s);
			for (int j = 0; j < NR_STATES; j++)
				p->state[j] = with(p->state[j], s->state[j]);
		}
}

/* Where the listing has it; NULL: it has it not. */
static struct spot *listed(void **tree, const char *name)
{
	struct spot *p = at(tree, name);
	char *other;

	if (p || strncmp(name, TRAMPOLINE, strlen(TRAMPOLINE)))
		return p;
	if (asprintf(&other, ITS_FUNCTION "%s", name + strlen(TRAMPOLINE)) < 0)
		abort();
	p = at(tree, other);
	free(other);
	return p;
}

static size_t add_hits(void **tree, const struct result *r, int sweep)
{
	size_t unlisted = 0;

	for (unsigned int i = 0; r && i < r->cover.nrows; i++) {
		const struct cover_row *row = &r->cover.row[i];
		struct spot *p;

		if (row->site || !row->entry || !row->exec)
			continue;
		p = listed(tree, row->name);
		if (p)
			p->hit[sweep] = row;
		else
			unlisted++;
	}
	return unlisted;
}

static struct spot **list;
static size_t nlist;

static void collect_one(const void *node, VISIT which, int depth)
{
	(void)depth;
	if (which == postorder || which == leaf)
		list[nlist++] = *(struct spot *const *)node;
}

bool code_read(struct code *c, const struct walks *w,
	       const struct result *const *sweep, char *why, size_t len)
{
	void *tree = NULL;
	size_t n = add_listed(&tree);

	*c = (struct code){ .n = 0 };
	if (!n) {
		snprintf(why, len, "there is no list of instructions in " REPORT
			 ": make kernel, then make report");
		return false;
	}
	add_walks(&tree, w);
	for (int i = SWEEP_NMI; i <= SWEEP_DB; i++)
		c->unlisted += add_hits(&tree, sweep[i], i);
	list = calloc(n, sizeof(struct spot *));
	c->p = calloc(n, sizeof(*c->p));
	if (!list || !c->p)
		abort();
	nlist = 0;
	twalk(tree, collect_one);
	qsort(list, nlist, sizeof(struct spot *), by_address);
	for (size_t i = 0; i < nlist; i++)
		c->p[c->n++] = *list[i];
	free(list);
	return true;
}
