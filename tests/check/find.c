// SPDX-License-Identifier: GPL-2.0-only
/* Findings, notes and uses: each once. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/util.h"

static void also(struct finding *f, const struct entry *e)
{
	const struct entry **all;

	if (!f->e || f->e == e)
		return;
	for (size_t i = 0; i < f->nalso; i++)
		if (f->also[i] == e)
			return;
	all = realloc(f->also, (f->nalso + 1) * sizeof(*all));
	if (!all)
		out_of_memory();
	f->also = all;
	f->also[f->nalso++] = e;
}

static struct finding *known_finding(struct results *r, const char *rule,
				     uint64_t addr, const char *text)
{
	for (size_t i = 0; i < r->nfind; i++)
		if (r->find[i].addr == addr && !strcmp(r->find[i].rule, rule) &&
		    !strcmp(r->find[i].text, text))
			return &r->find[i];
	return NULL;
}

bool finding_add(struct check *c, const char *rule, uint64_t addr,
		 const char *text, const struct entry *e, struct finding **f)
{
	struct results *r = &c->res;
	unsigned int parts;

	if (judged_number(rule) == RULE_NONE)
		error_(c, "a finding of %s, which is no rule: the checker is wrong",
		       rule);
	parts = judged_of(c, judged_number(rule), addr);
	*f = known_finding(r, rule, addr, text);
	if (*f) {
		(*f)->parts |= parts;
		if (e)
			also(*f, e);
		return false;
	}
	r->find = grow(r->find, r->nfind, &r->capfind, sizeof(**f));
	*f = &r->find[r->nfind++];
	memset(*f, 0, sizeof(**f));
	(*f)->rule = rule;
	(*f)->parts = parts;
	(*f)->text = strdup(text);
	if (!(*f)->text)
		out_of_memory();
	(*f)->addr = addr;
	(*f)->e = e;
	return true;
}

void found_at(struct check *c, const char *rule, uint64_t addr,
	      const char *fmt, ...)
{
	struct finding *f;
	char *text;
	va_list ap;

	va_start(ap, fmt);
	text = vtext(fmt, ap);
	va_end(ap);
	finding_add(c, rule, addr, text, NULL, &f);
	free(text);
}

void note_add(struct check *c, struct note n)
{
	struct results *r = &c->res;

	for (size_t i = 0; i < r->nnote; i++)
		if (r->note[i].addr == n.addr &&
		    r->note[i].branch == n.branch &&
		    !strcmp(r->note[i].what, n.what))
			return;
	r->note = grow(r->note, r->nnote, &r->capnote, sizeof(*r->note));
	r->note[r->nnote++] = n;
}

void note_place(struct check *c, const char *what, uint64_t addr)
{
	note_add(c, (struct note){ .what = what, .addr = addr });
}

void use_add(struct check *c, struct use u)
{
	struct results *r = &c->res;

	for (size_t i = 0; i < r->nuse; i++)
		if (r->use[i].addr == u.addr) {
			r->use[i].sets |= u.sets;
			r->use[i].clears |= u.clears;
			return;
		}
	r->use = grow(r->use, r->nuse, &r->capuse, sizeof(*r->use));
	r->use[r->nuse++] = u;
}

const struct use *use_at(const struct check *c, uint64_t addr)
{
	for (size_t i = 0; i < c->res.nuse; i++)
		if (c->res.use[i].addr == addr)
			return &c->res.use[i];
	return NULL;
}

void results_free(struct results *r)
{
	for (size_t i = 0; i < r->nfind; i++) {
		free(r->find[i].text);
		free(r->find[i].path);
		free(r->find[i].also);
	}
	free(r->find);
	free(r->use);
	free(r->note);
}
