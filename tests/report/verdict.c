// SPDX-License-Identifier: GPL-2.0-only
/*
 * From counts to words.  PASS needs the rule exercised; a run that could not
 * judge is ERROR; what was not meant to run is SKIP with its reason
 * (Documentation/rules.txt, "The words of a result").
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report/result.h"
#include "rules/msr.h"

#define STIBP_SSBD	(SPEC_CTRL_STIBP | SPEC_CTRL_SSBD)

bool judged_rule(unsigned int rule)
{
	return rule_judged_by(rule, JUDGE_RIG);
}

static __attribute__((format(printf, 4, 5)))
void set(struct verdict *v, unsigned int rule, enum word w,
	 const char *fmt, ...)
{
	va_list ap;

	v->rule[rule] = w;
	va_start(ap, fmt);
	vsnprintf(v->why[rule], sizeof(v->why[rule]), fmt, ap);
	va_end(ap);
}

/* rules/words.h says which word wins; each keeps its reason. */
static __attribute__((format(printf, 3, 4)))
void run(struct verdict *v, enum word w, const char *fmt, ...)
{
	va_list ap;

	v->run = word_worse(v->run, w);
	if (v->nwhy == MAX_LIST)
		return;
	va_start(ap, fmt);
	vsnprintf(v->why_run[v->nwhy].text, sizeof(v->why_run[0].text), fmt,
		  ap);
	va_end(ap);
	v->why_run[v->nwhy++].word = w;
}

struct check *verdict_check(struct verdict *v, const char *name, enum word w,
			    const char *fmt, ...)
{
	struct check *c = &v->check[v->nchecks];
	va_list ap;

	if (v->nchecks == MAX_CHECKS)
		abort();
	v->nchecks++;
	c->name = name;
	c->word = w;
	c->tell = false;
	va_start(ap, fmt);
	vsnprintf(c->why, sizeof(c->why), fmt, ap);
	va_end(ap);
	if (w > W_PASS)
		run(v, w, "%s", c->why);
	return c;
}

const char *verdict_why(const struct verdict *v)
{
	for (unsigned int i = 0; i < v->nwhy; i++)
		if (v->why_run[i].word == v->run)
			return v->why_run[i].text;
	for (unsigned int i = v->nchecks; i; i--)
		if (v->check[i - 1].word == W_PASS && v->check[i - 1].tell)
			return v->check[i - 1].why;
	return "";
}

/* Why @rule cannot be judged though it is asked for; NULL when it can. */
static const char *not_judged(const struct result *r, unsigned int rule)
{
	/* what it has when it is armed */
	uint64_t mark = r->mark | (r->stibp_asked ? SPEC_CTRL_STIBP : 0);

	if (rule == 10 && !r->armed)
		return "no processor was ever armed";
	if (rule == 6 && r->exercised[6] && !r->part[PART_R6_stibp] &&
	    !r->part[PART_R6_ssbd] && !r->part[PART_R6_high])
		return "base was 0, nothing could be lost";
	if (rule == 6 && ((mark & STIBP_SSBD) != STIBP_SSBD || !(mark >> 32)))
		return "mark lacks STIBP, SSBD or a high-half bit";
	if (!r->exercised[rule])
		return "never exercised";
	return NULL;
}

static void judge_rule(const struct result *r, const struct options *o,
		       struct verdict *v, unsigned int rule)
{
	const char *skip = demand_option(o->skip, o->nskip, rule, NULL);
	const char *why = not_judged(r, rule);
	const char *missing = known_missing(r, o, rule);
	const char *unseen = part_unseen(r, o, rule);
	const char *otherwise = broken_otherwise(r, o, rule);
	const char *first;
	char parts[128];
	uint64_t bad = violations_unknown(r, o, rule, &first);

	if (otherwise && strcmp(otherwise, "elsewhere")) {
		set(v, rule, W_FAIL, "%s: not broken there %u times",
		    otherwise, BROKEN_ENOUGH);
	} else if (bad) {
		set(v, rule, W_FAIL, "%llu violations, first kind %s",
		    (unsigned long long)bad, first);
	} else if (skip) {
		set(v, rule, W_SKIP, "%s", skip);
	} else if (unseen) {
		set(v, rule, W_ERROR, "part never exercised: %s", unseen);
	} else if (rule == 8 && !r->pti) {
		set(v, rule, W_SKIP, "no user CR3 (pti=off)");
	} else if (rule == 9 && !r->exercised[9]) {
		set(v, rule, W_SKIP, "no clear executed in idle or offline "
		    "code");
	} else if (rule == 11) {
		set(v, rule, W_SKIP, "IBRS is on in this run");
	} else if (rule == 15 && !r->ibpb_asked) {
		set(v, rule, W_SKIP, "where a barrier has to be is not said "
		    "(ibpb=)");
	} else if (why) {
		set(v, rule, W_ERROR, "%s", why);
	} else if (missing) {
		set(v, rule, W_FAIL, "known deviation %s not seen", missing);
	} else {
		/* what base does not have nobody can lose: mainline masks it */
		set(v, rule, rule == 6 && part_lacking(r, 6) ? W_SKIP : W_PASS,
		    "%llu checked%s%s", (unsigned long long)r->exercised[rule],
		    parts_text(r, rule, parts, sizeof(parts)),
		    r->violations[rule] ? "; deviation as announced" : "");
	}
	if (rule == 10 && v->rule[10] == W_PASS && r->armed < r->active)
		set(v, rule, W_FAIL, "%llu of %llu processors never armed",
		    (unsigned long long)(r->active - r->armed),
		    (unsigned long long)r->active);
}

/*
 * Writes that have no reason while IBRS is not in use: who finds out, firmware's
 * and, in other kernels, who owns base have one.
 */
static uint64_t writes_unused(const struct result *r, const char **cls)
{
	for (size_t i = 0; i < r->nsites; i++) {
		const struct site_row *s = &r->site[i];

		*cls = s->cls;
		if (s->write && s->count && strcmp(s->cls, "entry") &&
		    strcmp(s->cls, "firmware") && strcmp(s->cls, "boot") &&
		    strcmp(s->cls, "other"))
			return s->count;
	}
	return 0;
}

static void judge_off(const struct result *r, const struct options *o,
		      struct verdict *v)
{
	const char *cls;
	uint64_t elsewhere;

	for (unsigned int i = 1; i < NR_RULES; i++)
		set(v, i, W_SKIP, "IBRS is off in this run");
	/* IBRS around firmware: the only writes there are */
	if (r->exercised[5])
		judge_rule(r, o, v, 5);
	if (r->exercised[6])
		judge_rule(r, o, v, 6);
	judge_rule(r, o, v, 15);
	elsewhere = writes_unused(r, &cls);
	if (!r->crossings)
		set(v, 11, W_ERROR, "no crossing seen");
	else if (r->armed)
		set(v, 11, W_FAIL, "a processor set the bit");
	else if (r->entry_msr)
		set(v, 11, W_FAIL, "%llu accesses of 48h in entry text",
		    (unsigned long long)r->entry_msr);
	else if (elsewhere)
		set(v, 11, W_FAIL, "%llu writes at %s sites",
		    (unsigned long long)elsewhere, cls);
	else if (r->found != r->exercised[11])
		set(v, 11, W_FAIL, "a processor came up with bit 0 set %llu times, "
		    "and %llu were cleared", (unsigned long long)r->found,
		    (unsigned long long)r->exercised[11]);
	else if (r->mark & SPEC_CTRL_IBRS && !r->found)
		set(v, 11, W_ERROR, "no processor came up with bit 0 set");
	else
		set(v, 11, W_PASS, "%llu crossings, no access of 48h by entry "
		    "code, no write by idle, offline or kexec code",
		    (unsigned long long)r->crossings);
}

static uint64_t kind_count(const struct result *r, unsigned int rule,
			   const char *name)
{
	uint64_t n = 0;

	for (unsigned int i = 0; i < r->nkinds; i++)
		if (r->kind[i].rule == rule && !strcmp(r->kind[i].name, name))
			n += r->kind[i].count;
	return n;
}

/*
 * IBRS_ALL: the bit is set once on each processor and stays set. The judge of
 * the run knows legacy IBRS only, to which each crossing out breaks R2.
 */
static void judge_all(const struct result *r, const struct options *o,
		      struct verdict *v)
{
	uint64_t set_out = kind_count(r, 2, "set-at-crossing-out");

	for (unsigned int i = 1; i < NR_RULES; i++)
		set(v, i, W_SKIP, "IBRS_ALL in this run");
	judge_rule(r, o, v, 10);
	judge_rule(r, o, v, 15);
	if (!r->exercised[2])
		set(v, 2, W_ERROR, "never exercised");
	else if (set_out != r->exercised[2])
		set(v, 2, W_FAIL, "clear at %llu crossings out",
		    (unsigned long long)(r->exercised[2] - set_out));
	else
		set(v, 2, W_PASS, "set at each of %llu crossings out",
		    (unsigned long long)set_out);
	if (r->entry_msr)
		set(v, 11, W_FAIL, "%llu accesses of 48h in entry text",
		    (unsigned long long)r->entry_msr);
	else if (!r->armed || r->armed != r->active ||
		 r->sets != r->armings)
		set(v, 11, W_FAIL, "set %llu times, %llu of %llu processors",
		    (unsigned long long)r->sets,
		    (unsigned long long)r->armed,
		    (unsigned long long)r->active);
	else
		set(v, 11, W_PASS, "%llu processors, set %llu times, each as it came up",
		    (unsigned long long)r->armed,
		    (unsigned long long)r->sets);
}

/* A failed check of the guest that was announced, as guest:<its name>. */
static bool guest_failed(const struct result *r, const char *name)
{
	for (unsigned int i = 0; i < r->nnot_ok; i++) {
		const char *last = strrchr(r->not_ok[i], ' ');

		if (last && !strcmp(last + 1, name))
			return true;
	}
	return false;
}

/* The same of one that had not the time: it may have failed as announced. */
static bool guest_late(const struct result *r, const char *name)
{
	size_t len = strlen(name);

	for (unsigned int i = 0; i < r->nlate; i++)
		if (!strncmp(r->late[i], name, len) && r->late[i][len] == ':')
			return true;
	return false;
}

/* One that ran out of time is no broken rule, nor a sign that none is. */
static uint64_t judge_late(const struct result *r, struct verdict *v)
{
	for (unsigned int i = 0; i < r->nlate; i++)
		run(v, W_ERROR, "the guest ran out of time in %s", r->late[i]);
	if (r->guest_timeout > r->nlate)
		run(v, W_ERROR, "the guest ran out of time %llu times",
		    (unsigned long long)r->guest_timeout);
	return r->guest_timeout > r->nlate ? r->guest_timeout : r->nlate;
}

static void judge_guest(const struct result *r, const struct options *o,
			struct verdict *v, uint64_t late)
{
	uint64_t fails = r->failed > r->guest_fail ? r->failed : r->guest_fail;

	fails -= late < fails ? late : fails;
	for (unsigned int i = 0; i < o->nknown; i++) {
		if (strncmp(o->known[i], "guest:", 6))
			continue;
		if (guest_failed(r, o->known[i] + 6) && fails)
			fails--;
		else if (!guest_late(r, o->known[i] + 6))
			run(v, W_FAIL, "known failure not seen: %s",
			    o->known[i]);
	}
	if (fails)
		run(v, W_FAIL, "guest reports %llu failed checks",
		    (unsigned long long)fails);
}

void verdict_guest(const struct result *r, const struct options *o,
		   struct verdict *v)
{
	judge_guest(r, o, v, judge_late(r, v));
}

static void judge_sweep(const struct result *r, struct verdict *v)
{
	bool any = false;
	char why[160];

	for (unsigned int k = 0; k < INJ_NR; k++) {
		any |= r->cover.asked[k];
		cover_why(r, k, why, sizeof(why));
		if (*why)
			run(v, W_ERROR, "%s", why);
	}
	if (r->cover.unstepped)
		run(v, W_ERROR, "sweep: %llu blocks in windows were not "
		    "stepped: more pages than there is room for",
		    (unsigned long long)r->cover.unstepped);
	if (!any)
		run(v, W_ERROR, "the plugin was not asked for a sweep");
}

/* With the tracker lost nothing that was counted can be trusted. */
static void judge_lost(const struct result *r, struct verdict *v)
{
	if (r->lost || r->violations[0])
		run(v, W_LOST, "tracker lost the processor %llu times: %s",
		    (unsigned long long)(r->lost ? r->lost : r->violations[0]),
		    r->lost_why ? r->lost_why : "?");
}

void verdict_lost(struct verdict *v)
{
	for (unsigned int i = 1; i < NR_RULES; i++)
		if (v->rule[i] != W_SKIP)
			set(v, i, W_LOST, "not known: see the run");
}

/* What its windows have of each kind asked for judge_sweep() has seen to. */
static void judge_window(const struct result *r, struct verdict *v,
			 const char *site)
{
	const struct cover_place p = { .windows = true, .site = site };
	struct cover_count n;

	cover_count(&r->cover, &p, INJ_NMI, &n);
	if (!n.covered && !n.excluded)
		run(v, W_ERROR, "no window of %s was reached", site);
}

/* A path, or a part of a rule that has no other word for it. */
static void judge_demand(const struct result *r, struct verdict *v,
			 const char *want)
{
	enum rule_part p = part_named(want);

	if (!strncmp(want, WINDOW_OF, strlen(WINDOW_OF)))
		judge_window(r, v, want + strlen(WINDOW_OF));
	else if (p == NR_PARTS && !path_seen(r, want))
		run(v, W_ERROR, "path never exercised: %s", want);
	else if (p < NR_PARTS && !r->part[p] &&
		 v->rule[part_names[p].rule] <= W_PASS)
		run(v, W_ERROR, "part never exercised: %s", want);
}

/* What makes the run as a whole unable to judge. */
static void judge_run(const struct result *r, const struct options *o,
		      struct verdict *v)
{
	/* what it did not come to is missing below: this is the cause */
	uint64_t late = judge_late(r, v);

	if (!r->done && !r->stopped)
		run(v, W_ERROR, "guest stopped without its closing line");
	if (!o->off && !r->armed)
		run(v, W_ERROR, "no processor was ever armed");
	if (r->held && r->armed && !r->compared && !r->drop)
		run(v, W_ERROR, "QEMU holds 48h, and it was never compared");
	if (r->insns < o->min_insns)
		run(v, W_ERROR, "only %llu instructions watched, need %llu",
		    (unsigned long long)r->insns,
		    (unsigned long long)o->min_insns);
	if (r->nmi_asked && !r->nmis)
		run(v, W_ERROR, "NMIs were asked for, none was injected");
	if (r->mix_asked && !r->mces)
		run(v, W_ERROR, "#MC were asked for, none was injected");
	if (r->ucode_asked && !r->updates)
		run(v, W_ERROR, "no update of the microcode was loaded");
	if (o->sweep)
		judge_sweep(r, v);
	for (unsigned int i = 0; i < o->nrequire; i++)
		judge_demand(r, v, o->require[i]);
	judge_guest(r, o, v, late);
}

/* What broke first, as the plugin saw it, or else the first one counted. */
static const char *first_broken(const struct result *r,
				const struct options *o, char *buf, size_t len)
{
	const char *first;

	if (r->stopped)
		return r->first;
	for (unsigned int i = 1; i < NR_RULES; i++)
		if (violations_unknown(r, o, i, &first)) {
			snprintf(buf, len, "R%u:%s", i, first);
			return buf;
		}
	return NULL;
}

static void word_seeded(const struct result *r, const struct options *o,
			 struct verdict *v)
{
	char buf[80];
	const char *first = first_broken(r, o, buf, sizeof(buf));

	if (!r->dropped)
		run(v, W_ERROR, "the seeded site 0x%llx was never executed",
		    (unsigned long long)r->drop);
	else if (first)
		run(v, W_PASS, "seeded fault broke %s", first);
	else if (v->run < W_ERROR)
		run(v, W_FAIL, "seeded fault broke no rule");
}

/* The run ended at its first violation: most of it was not to be seen. */
static void judge_stopped(const struct result *r, const struct options *o,
			  struct verdict *v)
{
	if (o->seeded)
		word_seeded(r, o, v);
	else
		run(v, W_FAIL, "stopped at the first violation, %s",
		    r->first ? r->first : "?");
}

/*
 * What a broken rule is called does not matter: one that this run does not
 * judge, or that nobody here has heard of, is broken all the same. The legacy
 * judge behind a run of IBRS_ALL breaks its own rules at each crossing.
 */
static void judge_others(const struct result *r, const struct options *o,
			 struct verdict *v)
{
	const char *first;

	for (unsigned int i = 1; i < NR_RULES; i++) {
		if (!violations_unknown(r, o, i, &first) || v->rule[i] == W_FAIL)
			continue;
		if (o->all && judged_rule(i))
			continue;
		set(v, i, W_FAIL, "%llu violations, first kind %s, in a run "
		    "that does not judge it",
		    (unsigned long long)violations_unknown(r, o, i, &first), first);
	}
	for (unsigned int i = 0; i < r->nstray; i++)
		run(v, r->stray[i].count ? W_FAIL : W_ERROR,
		    "rig.tsv: no such rule or kind: %s, %llu violations",
		    r->stray[i].name, (unsigned long long)r->stray[i].count);
}

void judge_result(const struct result *r, const struct options *o,
		  struct verdict *v)
{
	v->run = word_worse(v->run, W_PASS);
	for (unsigned int i = 1; i < NR_RULES; i++)
		v->rule[i] = W_SKIP;
	if (o->all)
		judge_all(r, o, v);
	else if (o->off)
		judge_off(r, o, v);
	else
		for (unsigned int i = 1; i < NR_RULES; i++)
			if (judged_rule(i))
				judge_rule(r, o, v, i);
	judge_lost(r, v);
	judge_others(r, o, v);
	if (v->run == W_LOST)
		verdict_lost(v);
	if (r->stopped) {
		judge_stopped(r, o, v);
		return;
	}
	judge_run(r, o, v);
	if (o->seeded) {
		word_seeded(r, o, v);
		return;
	}
	for (unsigned int i = 1; i < NR_RULES; i++)
		if (v->rule[i] > W_PASS && v->rule[i] != W_LOST)
			run(v, v->rule[i], "R%u: %s", i, v->why[i]);
}
