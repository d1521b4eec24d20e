// SPDX-License-Identifier: GPL-2.0-only
/* Counting for the judge: violations, paths, window lengths, the trace. */
#include <stdlib.h>
#include <string.h>

#include "judge/tally.h"

/* Violations kept in full for one kind; more would only repeat themselves. */
#define KEEP_PER_KIND	4

void judge_trace(struct judge *j, const char *what, uint64_t a, uint64_t b)
{
	struct trace_ev *t = &j->trace[j->ntrace++ % NR_TRACE];

	t->what = what;
	t->a = a;
	t->b = b;
}

static struct kind_stat *kind_of(struct judge *j, unsigned int rule,
				 const char *name)
{
	struct kind_stat *k;

	for (unsigned int i = 0; i < j->nkinds; i++) {
		k = &j->kind[i];
		if (k->rule == rule && !strcmp(k->name, name))
			return k;
	}
	if (j->nkinds == NR_KINDS) {
		j->lost++;
		j->lost_why = "more kinds of violation than NR_KINDS";
		return &j->kind[NR_KINDS - 1];
	}
	/* rule 0 is the tracker's own, its kinds are the reasons */
	if (rule && !kind_known(rule, name)) {
		j->lost++;
		j->lost_why = "a violation of no kind that kinds.def has";
	}
	k = &j->kind[j->nkinds++];
	k->rule = (uint8_t)rule;
	k->name = name;
	return k;
}

static void keep(struct judge *j, unsigned int rule, const char *kind,
		 uint64_t rip, uint64_t arg)
{
	struct violation *v = &j->viol[j->nviol++];

	v->rule = (uint8_t)rule;
	v->kind = kind;
	v->cls = j->cur.cls;
	v->origin = j->cur.origin;
	v->rip = rip;
	v->arg = arg;
	v->msr = j->msr;
	for (unsigned int i = 0; i < NR_TRACE; i++)
		v->trace[i] = j->trace[(j->ntrace + i) % NR_TRACE];
}

void judge_violation(struct judge *j, unsigned int rule, const char *kind,
		     uint64_t rip, uint64_t arg)
{
	struct kind_stat *k = kind_of(j, rule, kind);

	j->violations[rule]++;
	j->cur.viol[rule]++;
	if (++k->count <= KEEP_PER_KIND && j->nviol < NR_VIOL)
		keep(j, rule, kind, rip, arg);
	if (j->cfg->violated)
		j->cfg->violated(j, rule, kind);
}

void judge_lost(struct judge *j, const char *why, uint64_t rip)
{
	if (!j->lost++) {
		j->lost_why = why;
		judge_violation(j, 0, why, rip, 0);
	}
}

/* A crossing broke R1 or R7 before its write: that is R4 as well. */
void judge_charge_r4(struct judge *j, const char *kind, uint64_t rip)
{
	if (j->cur.phase != PH_IN || j->cur.r4_bad || j->nev)
		return;
	j->cur.r4_bad = true;
	judge_violation(j, 4, kind, rip, 0);
}

void judge_came(struct judge *j, unsigned int cls, unsigned int origin)
{
	if (j->checking)
		j->came[cls][origin == O_KERNEL]++;
}

void judge_part(struct judge *j, enum rule_part part)
{
	j->part[part]++;
	j->exercised[part_names[part].rule]++;
}

void judge_back(struct judge *j, uint32_t tag)
{
	if (tag && j->cfg->back)
		j->cfg->back(j, tag);
}

struct path_stat *judge_path(struct judge *j, unsigned int cls,
			     unsigned int origin, unsigned int leave)
{
	struct path_stat **p = &j->path[cls][origin][leave];

	if (!*p) {
		*p = calloc(1, sizeof(**p));
		if (!*p)
			abort();
		(*p)->in_min = UINT32_MAX;
		(*p)->out_min = UINT32_MAX;
		(*p)->entry_min = (*p)->total_min = UINT64_MAX;
	}
	return *p;
}

/* User code is on no path. */
void judge_charge(struct judge *j, const struct ctx *c)
{
	for (unsigned int r = 0; r < NR_RULES && !c->cpl; r++)
		if (c->viol[r])
			judge_path(j, c->cls, c->origin, L_KERNEL)->viol[r] +=
				c->viol[r];
}

void judge_drop(struct judge *j, unsigned int n)
{
	while (j->nev > n) {
		judge_charge(j, &j->cur);
		j->cur = j->ev[--j->nev].outer;
	}
}

static void add_open(const struct ctx *c, unsigned int cls,
		     unsigned int origin, uint64_t *viol)
{
	if (c->cpl || c->cls != cls || c->origin != origin)
		return;
	for (unsigned int r = 0; r < NR_RULES; r++)
		viol[r] += c->viol[r];
}

void judge_open(const struct judge *j, unsigned int cls, unsigned int origin,
		uint64_t *viol)
{
	for (unsigned int i = 0; i < j->nev; i++)
		add_open(&j->ev[i].outer, cls, origin, viol);
	add_open(&j->cur, cls, origin, viol);
}

static void window(uint32_t n, uint32_t *min, uint32_t *max, uint32_t *hist)
{
	if (n < *min)
		*min = n;
	if (n > *max)
		*max = n;
	hist[n < NR_WINDOW ? n : NR_WINDOW - 1]++;
}

void judge_window(struct path_stat *p, uint32_t in, uint32_t out)
{
	window(in, &p->in_min, &p->in_max, p->in_hist);
	window(out, &p->out_min, &p->out_max, p->out_hist);
}

static void length(uint64_t n, uint64_t *min, uint32_t *hist, uint32_t top)
{
	if (n < *min)
		*min = n;
	hist[n < top ? n : top - 1]++;
}

void judge_length(struct judge *j, struct path_stat *p)
{
	length(j->cur.entry_insn, &p->entry_min, p->entry_hist, NR_WINDOW);
	length(j->pend.insns - j->cur.begin, &p->total_min, p->total_hist,
	       NR_TOTAL);
}
