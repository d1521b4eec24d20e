// SPDX-License-Identifier: GPL-2.0-only
/* Duties: functions that have to have a write, a call, an alternative. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/duties.h"
#include "check/util.h"
#include "rules/sites.h"

#define RSB_CTXSW	(7 * 32 + 19)
#define RSB_VMEXIT	(7 * 32 + 20)

/* Of any of the functions that rules/sites.def has for it, if they exist. */
static const struct duty_text {
	enum duty duty;
	const char *by;		/* or by a call of this */
	const char *rule, *text;
} duty_list[] = {
	{ DUTY_AP, "x86_spec_ctrl_setup_cpu", "R10",
	  "an AP does not set IBRS when it comes up" },
	{ DUTY_S3, "x86_spec_ctrl_setup_cpu", "R10", "IBRS is not set again after S3" },
	{ DUTY_BOOT, NULL, "R10",
	  "the boot CPU does not set IBRS where IBRS is chosen" },
	{ DUTY_KEXEC, NULL, "R10",
	  "kexec does not clear IBRS for the next kernel" },
	{ DUTY_STOP, NULL, "R9", "a CPU that is stopped keeps IBRS set" },
	{ DUTY_CRASH, NULL, "R9",
	  "a CPU that is stopped by a crash keeps IBRS set" },
	{ DUTY_HLT_DEAD, NULL, "R9",
	  "a CPU that is taken offline keeps IBRS set" },
	{ DUTY_MWAIT_DEAD, NULL, "R9",
	  "a CPU that is taken offline keeps IBRS set" },
};

static bool same_function(const char *have, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(have, name, n) && (!have[n] || have[n] == '.');
}

static bool writes(const struct check *c, const char *name)
{
	for (size_t i = 0; i < c->res.nuse; i++)
		if (c->res.use[i].write && c->res.use[i].fn &&
		    same_function(c->res.use[i].fn->name, name))
			return true;
	return false;
}

static bool calls(struct check *c, const struct symbol *fn, const char *name)
{
	const struct symbol *to = symbol_named(&c->im, name);
	uint64_t end = fn->addr + (fn->size ? fn->size : 0x400);
	struct insn in;

	for (uint64_t at = fn->addr; to && at < end; at += in.len) {
		if (!decode_at(&c->im, at, &in))
			return false;
		if ((in.branch == BR_CALL || in.branch == BR_JMP) &&
		    in.target == to->addr)
			return true;
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
		judged_at(c, judged_number(d->rule), s->addr);
		if (writes(c, n->pattern) || (d->by && calls(c, s, d->by)))
			return;
	}
	if (where)
		found_at(c, d->rule, where->addr, "%s", d->text);
	else
		judged_not(c, judged_number(d->rule),
			   "not whether %s: no function known to be the place",
			   d->text);
}

/* --- what excludes IBRS (R12) -------------------------------------------- */
#define XENPV		(8 * 32 + 16)
#define CAPABILITY	20	/* of struct cpuinfo_x86, v4.15 */

/* Bit n of what an instruction read is singled out by this one. */
static bool singles_out(const struct insn *in, unsigned int n)
{
	for (int i = 0; i < in->nvisible; i++) {
		const struct operand *o = &in->o[i];

		if (o->kind != OP_IMM)
			continue;
		if (in->op == ZYDIS_MNEMONIC_TEST ||
		    in->op == ZYDIS_MNEMONIC_AND)
			return (uint64_t)o->disp == 1ull << n;
		return (in->op == ZYDIS_MNEMONIC_BT ||
			in->op == ZYDIS_MNEMONIC_SHR) &&
		       (uint64_t)o->disp == n;
	}
	return false;
}

/* fn reads the word of the boot CPU that has the feature, and tests the bit. */
static bool looks_at(struct check *c, const struct symbol *fn,
		     unsigned int feature)
{
	const struct symbol *cpu = symbol_named(&c->im, "boot_cpu_data");
	uint64_t bit = cpu ? (cpu->addr + CAPABILITY) * 8 + feature : 0;
	uint64_t end = fn->addr + (fn->size ? fn->size : 0x400);
	unsigned int n = 0, near = 0;
	struct insn in;

	for (uint64_t at = fn->addr; at < end; at += in.len) {
		if (!decode_at(&c->im, at, &in))
			return false;
		for (int i = 0; i < in.nvisible; i++) {
			const struct operand *o = &in.o[i];

			if (o->kind == OP_MEM && o->abs && !o->gs &&
			    bit - o->disp * 8 < o->size * 8u) {
				n = bit - o->disp * 8;
				near = 6;
			}
		}
		if (near && singles_out(&in, n))
			return true;
		near -= !!near;
	}
	return false;
}

/* Cases that no run can be in, or none is: the choice has to ask for them. */
static void exclusions(struct check *c)
{
	const struct symbol *s = symbol_named(&c->im, "ibrs_refused");

	if (!s) {
		judged_not(c, RULE_12, "what excludes IBRS: no ibrs_refused()");
		return;
	}
	judged_count(c, RULE_12, 1 + !!c->t.npv);
	if (!looks_at(c, s, XENPV))
		found_at(c, "R12", s->addr, "IBRS is not refused in a Xen PV guest");
	if (c->t.npv && !calls(c, s, "cmdline_find_option_bool"))
		found_at(c, "R12", s->addr, "IBRS is not refused with noreplace-paravirt");
}

static bool fills_rsb(const struct check *c, const struct symbol *s)
{
	for (size_t i = 0; i < c->t.nalt; i++)
		if (c->t.alt[i].cpuid == RSB_CTXSW &&
		    c->t.alt[i].site - s->addr < (s->size ? s->size : 0x80))
			return true;
	return false;
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
	for (size_t i = 0; i < c->t.nalt; i++) {
		const struct alt *a = &c->t.alt[i];

		if (a->cpuid != RSB_CTXSW && a->cpuid != RSB_VMEXIT)
			continue;
		judged_at(c, RULE_14, a->site);
		if (!fenced(c, a))
			found_at(c, "R14", a->site,
				 "no LFENCE behind the loop that fills the return stack");
	}
}

void duties(struct check *c)
{
	const struct symbol *s;

	if (c->ft.gate < 0 || !symbol_named(&c->im, "x86_spec_ctrl_kernel")) {
		judged_not(c, RULE_10, "who has to write is known of this series only");
		judged_not(c, RULE_12, "what excludes IBRS is known of this series only");
		judged_not(c, RULE_14, "what fills is known of this series only");
		return;
	}
	if (!c->tally.n[RULE_14])
		judged_not(c, RULE_14, "VM exits: none is built in");
	for (size_t i = 0; i < ARRAY_SIZE(duty_list); i++)
		one_duty(c, &duty_list[i]);
	exclusions(c);
	fillings(c);
	s = symbol_named(&c->im, "__switch_to_asm");
	if (s)
		judged_at(c, RULE_14, s->addr);
	if (s && !fills_rsb(c, s))
		found_at(c, "R14", s->addr,
			 "the return stack is not filled on context switch");
}
