// SPDX-License-Identifier: GPL-2.0-only
/* Duties: functions that have to have a write, a call, an alternative. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/duties.h"
#include "check/refuse.h"
#include "check/rules.h"
#include "check/util.h"
#include "rules/sites.h"

/* Of any of the functions that rules/sites.def has for it, if they exist. */
static const struct duty_text {
	enum duty duty;
	enum rule_part part;
	bool sets;		/* or clears */
	const char *by;		/* or by a call of this; or ahead, by who calls it */
	const char *rule, *text;
	bool any;		/* of any kernel, by the same names */
} duty_list[] = {
	{ DUTY_AP, PART_R10_ap, true, "x86_spec_ctrl_setup_cpu", "R10",
	  "an AP does not set IBRS when it comes up", false },
	{ DUTY_S3, PART_R10_s3, true, "x86_spec_ctrl_setup_cpu", "R10",
	  "IBRS is not set again after S3", false },
	{ DUTY_BOOT, PART_R10_boot, true, NULL, "R10",
	  "the boot CPU does not set IBRS where IBRS is chosen", false },
	{ DUTY_KEXEC, PART_R10_kexec, false, NULL, "R10",
	  "kexec does not clear IBRS for the next kernel", true },
	{ DUTY_STOP, PART_R9_offline, false, NULL, "R9",
	  "a CPU that is stopped keeps IBRS set", true },
	{ DUTY_CRASH, PART_R9_offline, false, NULL, "R9",
	  "a CPU that is stopped by a crash keeps IBRS set", true },
	{ DUTY_HLT_DEAD, PART_R9_offline, false, "native_play_dead", "R9",
	  "a CPU that is taken offline keeps IBRS set", true },
	{ DUTY_MWAIT_DEAD, PART_R9_offline, false, NULL, "R9",
	  "a CPU that is taken offline keeps IBRS set", true },
};

static bool same_function(const char *have, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(have, name, n) && (!have[n] || have[n] == '.');
}

/* A path through it, with IBRS in use, leaves it as it has to be. */
static bool writes(const struct check *c, const char *name, bool set)
{
	for (size_t i = 0; i < c->res.nuse; i++) {
		const struct use *u = &c->res.use[i];

		if (u->fn && same_function(u->fn->name, name) &&
		    (set ? u->sets : u->clears))
			return true;
	}
	return false;
}

/* As writes(), and of those of boot a path returns with it set. */
static bool arms(const struct check *c, const char *name)
{
	for (size_t i = 0; i < c->en.nfunc; i++) {
		const struct entry *e = c->en.func[i];

		if (e->init && same_function(e->name, name))
			return e->armed;
	}
	return writes(c, name, true);
}

static bool arms_by(struct check *c, const struct symbol *fn,
		    const char *name)
{
	const struct symbol *to = symbol_named(&c->im, name);

	return to && always_calls(c, fn->addr, to->addr) && arms(c, name);
}

/* Who calls it clears on each path to there, and it never comes back. */
static bool cleared_by(const struct check *c, const char *name)
{
	for (size_t i = 0; i < c->en.nfunc; i++) {
		const struct entry *e = c->en.func[i];

		if (e->kind == E_FUNCTION && same_function(e->name, name))
			return !e->kept && writes(c, name, false);
	}
	return false;
}

static void one_duty(struct check *c, const struct duty_text *d)
{
	const struct symbol *where = NULL;

	for (const struct site_name *n = site_names; n->pattern; n++) {
		const struct symbol *s;

		if (n->duty != d->duty)
			continue;
		s = symbol_named(&c->im, n->pattern);
		if (!s)
			continue;
		if (!where)
			where = s;
		judged_parts(c, 1u << d->part, s->addr);
		if (d->sets ? arms(c, n->pattern) : writes(c, n->pattern, false))
			return;
		if (d->by && d->sets && arms_by(c, s, d->by))
			return;
		if (d->by && !d->sets && cleared_by(c, d->by)) {
			judged_presuming(c, part_names[d->part].rule, "only %s calls %s", d->by,
					 s->name);
			return;
		}
	}
	if (where) {
		judged_narrow(c, 1u << d->part, where->addr);
		found_at(c, d->rule, where->addr, "%s", d->text);
	} else {
		judged_not(c, part_names[d->part].rule, "not whether %s: no function known to be the place",
			   d->text);
	}
}

/* --- what excludes IBRS (R12) -------------------------------------------- */
#define XENPV		(8 * 32 + 16)

static const struct refusal noreplace = { .asks = "paravirt_stays_unpatched" };

/* Is yes said where the option was parsed?  By a variable that has a symbol. */
static void says_noreplace(struct check *c, const struct symbol *s)
{
	const struct symbol *v = symbol_named(&c->im, "noreplace_paravirt");
	const struct symbol *f = symbol_named(&c->im, noreplace.asks);
	const struct refusal parsed = { .byte = v ? v->addr : 0, .value = 1 };

	if (!f || !v)
		judged_not(c, RULE_12, "noreplace-paravirt: no %s",
			   f ? "noreplace_paravirt" : noreplace.asks);
	else if (!refuses(c, f, &parsed))
		found_at(c, "R12", s->addr, "noreplace-paravirt is asked for where it is not known");
}

/* Cases that no run can be in, or none is: the choice has to ask for them. */
static void exclusions(struct check *c)
{
	const struct symbol *s = symbol_named(&c->im, "ibrs_refused");
	const struct symbol *cpu = symbol_named(&c->im, "boot_cpu_data");
	const struct refusal xen = {
		.bit = cpu ? (cpu->addr + CAPABILITY) * 8 + XENPV : 0,
	};

	if (!s) {
		judged_not(c, RULE_12, "what excludes IBRS: no ibrs_refused()");
		return;
	}
	judged_count(c, RULE_12, 1 + !!c->t.npv);
	if (!refuses(c, s, &xen))
		found_at(c, "R12", s->addr, "IBRS is not refused in a Xen PV guest");
	if (c->t.npv && !refuses(c, s, &noreplace))
		found_at(c, "R12", s->addr, "IBRS is not refused with noreplace-paravirt");
	if (c->t.npv)
		says_noreplace(c, s);
}

/*
 * LFENCE right behind the loop of a filling, in what replaces the site or in
 * what follows it: the end of a loop can be predicted too early, and a RET be
 * run before all entries are there. True where there is no loop.
 */
static bool fenced(struct check *c, const struct alt *a)
{
	const uint64_t part[][2] = {
		{ a->repl, a->repl + a->rlen },
		{ a->site + a->len, a->site + a->len + 0x80 },
	};
	bool loop = false;
	struct insn in;

	for (size_t i = 0; i < ARRAY_SIZE(part); i++)
		for (uint64_t at = part[i][0]; at < part[i][1]; at += in.len) {
			if (!decode_at(&c->im, at, &in))
				return false;
			if (loop)
				return in.op == ZYDIS_MNEMONIC_LFENCE;
			loop = in.branch == BR_JCC && in.target < at;
		}
	return !loop;
}

static void fillings(struct check *c)
{
	int i = feat_named(c, "rsb_ctxsw"), k = feat_named(c, "rsb_vmexit");
	uint64_t ctxsw = i < 0 ? UINT64_MAX : c->ft.feat[i].id;
	uint64_t vmexit = k < 0 ? UINT64_MAX : c->ft.feat[k].id;

	for (size_t i = 0; i < c->t.nalt; i++) {
		const struct alt *a = &c->t.alt[i];

		if (a->cpuid != ctxsw && a->cpuid != vmexit)
			continue;
		judged_at(c, RULE_14, a->site);
		if (!fenced(c, a))
			found_at(c, "R14", a->site,
				 "no LFENCE behind the loop that fills the return stack");
	}
}

/* A kernel that is not of this series: where it sets is not known by name. */
static void foreign(struct check *c)
{
	const struct symbol *s = symbol_named(&c->im, "x86_spec_ctrl_setup_ap");

	for (size_t i = 0; i < ARRAY_SIZE(duty_list); i++)
		if (duty_list[i].any)
			one_duty(c, &duty_list[i]);
	judged_not(c, RULE_10, "boot CPU and S3: known of this series only");
	judged_not(c, RULE_12, "what excludes IBRS: no ibrs_refused()");
	if (!s) {
		judged_not(c, RULE_10, "AP: no x86_spec_ctrl_setup_ap()");
		return;
	}
	judged_parts(c, PART_BIT(R10_ap), s->addr);
	if (!writes(c, s->name, true))
		found_at(c, "R10", s->addr, "an AP does not set IBRS when it comes up");
}

void duties(struct check *c)
{
	if (c->ft.gate < 0) {
		judged_not(c, RULE_10, "duties: nothing is patched in by IBRS");
		judged_not(c, RULE_12, "what excludes IBRS: nothing is patched in by it");
		return;
	}
	fillings(c);
	if (!c->lay.series) {
		foreign(c);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(duty_list); i++)
		one_duty(c, &duty_list[i]);
	exclusions(c);
	guest_duties(c);
}
