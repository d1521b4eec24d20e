// SPDX-License-Identifier: GPL-2.0-only
/* Per rule: how often it was asked, and what of it was not. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/tally.h"
#include "check/util.h"

static const struct {
	const char *name, *title, *unit;
} judged[NR_JUDGED] = {
#define JUDGED_RULE(n, unit) [n] = { "R" #n, NULL, unit },
#define JUDGED(id, name, title, unit) [id] = { name, title, unit },
#include "check/judged.def"
#undef JUDGED
#undef JUDGED_RULE
};

const char *judged_name(unsigned int rule)
{
	return rule < NR_JUDGED ? judged[rule].name : NULL;
}

const char *judged_title(unsigned int rule)
{
	return rule < NR_RULES ? rule_name(rule) :
	       rule < NR_JUDGED ? judged[rule].title : NULL;
}

const char *judged_unit(unsigned int rule)
{
	return rule < NR_JUDGED ? judged[rule].unit : NULL;
}

unsigned int judged_number(const char *name)
{
	for (unsigned int r = 1; r < NR_JUDGED; r++)
		if (judged[r].name && !strcmp(judged[r].name, name))
			return r;
	return RULE_NONE;
}

void judged_count(struct check *c, unsigned int rule, size_t n)
{
	if (rule < NR_JUDGED)
		c->tally.n[rule] += n;
}

/* Its own place, or the free one that it would take. */
static struct asked *place_of(struct asked *at, size_t cap, struct asked a)
{
	size_t i = (a.addr * 31 + a.rule) * 0x9e3779b97f4a7c15ull >> 32;

	for (i &= cap - 1; at[i].rule; i = (i + 1) & (cap - 1))
		if (at[i].rule == a.rule && at[i].addr == a.addr)
			break;
	return &at[i];
}

static void more_places(struct tally *t)
{
	size_t cap = t->capat ? t->capat * 2 : 4096;
	struct asked *at = calloc(cap, sizeof(*at));

	if (!at)
		out_of_memory();
	for (size_t i = 0; i < t->capat; i++)
		if (t->at[i].rule)
			*place_of(at, cap, t->at[i]) = t->at[i];
	free(t->at);
	t->at = at;
	t->capat = cap;
}

/* False where it was asked there before. */
static bool first_asked(struct tally *t, unsigned int rule, uint64_t addr)
{
	const struct asked a = { addr, rule };
	struct asked *p;

	if (t->nat * 2 >= t->capat)
		more_places(t);
	p = place_of(t->at, t->capat, a);
	if (p->rule)
		return false;
	*p = a;
	t->nat++;
	return true;
}

void judged_at(struct check *c, unsigned int rule, uint64_t addr)
{
	if (rule != RULE_NONE && rule < NR_JUDGED &&
	    first_asked(&c->tally, rule, addr))
		c->tally.n[rule]++;
}

void judged_narrow(struct check *c, unsigned int parts, uint64_t addr)
{
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		if (parts >> p & 1) {
			c->tally.last[part_names[p].rule].addr = addr;
			c->tally.last[part_names[p].rule].parts = parts;
		}
}

void judged_parts(struct check *c, unsigned int parts, uint64_t addr)
{
	for (enum rule_part p = 0; p < NR_PARTS; p++) {
		if (!(parts >> p & 1))
			continue;
		judged_at(c, part_names[p].rule, addr);
		c->tally.part[p] += first_asked(&c->tally, NR_JUDGED + p, addr);
	}
	judged_narrow(c, parts, addr);
}

unsigned int judged_of(const struct check *c, unsigned int rule, uint64_t addr)
{
	return rule < NR_RULES && c->tally.last[rule].addr == addr ?
	       c->tally.last[rule].parts : 0;
}

static void remark(struct check *c, unsigned int rule, bool presumed,
		   const char *fmt, va_list ap)
{
	struct remark r = { .rule = rule, .presumed = presumed };
	struct tally *t = &c->tally;

	r.text = vtext(fmt, ap);
	for (size_t i = 0; i < t->nremark; i++)
		if (t->remark[i].rule == rule &&
		    t->remark[i].presumed == presumed &&
		    !strcmp(t->remark[i].text, r.text)) {
			free(r.text);
			return;
		}
	t->remark = grow(t->remark, t->nremark, &t->capremark, sizeof(r));
	t->remark[t->nremark++] = r;
}

void judged_not(struct check *c, unsigned int rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	remark(c, rule, false, fmt, ap);
	va_end(ap);
}

void judged_presuming(struct check *c, unsigned int rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	remark(c, rule, true, fmt, ap);
	va_end(ap);
}

void tally_free(struct tally *t)
{
	for (size_t i = 0; i < t->nremark; i++)
		free(t->remark[i].text);
	free(t->remark);
	free(t->at);
}
