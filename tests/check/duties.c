// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a kernel of this series has to do somewhere: arm each processor (R10),
 * clear where one leaves for good (R9, R10), fill the return stack (R14). Only
 * that it is there; that it happens in time takes a run.
 */
#include <string.h>

#include "check.h"

#define RSB_CTXSW	(7 * 32 + 19)

static const struct duty {
	const char *in[4];	/* any of these, as far as they exist */
	const char *by;		/* or by a call of this */
	const char *rule, *text;
} duty_list[] = {
	{ { "start_secondary" }, "ibrs_arm_cpu", "R10",
	  "an AP does not set IBRS when it comes up" },
	{ { "__restore_processor_state", "restore_processor_state" },
	  "ibrs_arm_cpu", "R10", "IBRS is not set again after S3" },
	{ { "ibrs_arm_boot_cpu", "check_bugs", "spectre_v2_try_ibrs" }, NULL,
	  "R10", "the boot CPU does not set IBRS where IBRS is chosen" },
	{ { "machine_kexec" }, NULL, "R10",
	  "kexec does not clear IBRS for the next kernel" },
	{ { "stop_this_cpu" }, NULL, "R9",
	  "a CPU that is stopped keeps IBRS set" },
	{ { "crash_nmi_callback" }, NULL, "R9",
	  "a CPU that is stopped by a crash keeps IBRS set" },
	{ { "hlt_play_dead" }, NULL, "R9",
	  "a CPU that is taken offline keeps IBRS set" },
	{ { "mwait_play_dead", "native_play_dead" }, NULL, "R9",
	  "a CPU that is taken offline keeps IBRS set" },
};

static bool same_function(const char *have, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(have, name, n) && (!have[n] || have[n] == '.');
}

static bool writes(const struct check *c, const char *name)
{
	for (size_t i = 0; i < c->nuse; i++)
		if (c->use[i].write && c->use[i].fn &&
		    same_function(c->use[i].fn->name, name))
			return true;
	return false;
}

static bool calls(struct check *c, const struct symbol *fn, const char *name)
{
	const struct symbol *to = symbol_named(&c->im, name);
	uint64_t end = fn->addr + (fn->size ? fn->size : 0x400);
	struct insn in;

	for (uint64_t at = fn->addr; to && at < end; at += in.len) {
		if (!decode(image_at(&c->im, at, 1), image_room(&c->im, at),
			    at, &in))
			return false;
		if ((in.branch == BR_CALL || in.branch == BR_JMP) &&
		    in.target == to->addr)
			return true;
	}
	return false;
}

static void one_duty(struct check *c, const struct duty *d)
{
	const struct symbol *where = NULL;

	for (int i = 0; i < 4 && d->in[i]; i++) {
		const struct symbol *s = symbol_named(&c->im, d->in[i]);

		if (!s)
			continue;
		if (!where)
			where = s;
		if (writes(c, d->in[i]) || (d->by && calls(c, s, d->by)))
			return;
	}
	if (where)
		found_at(c, d->rule, where->addr, "%s", d->text);
}

static bool fills_rsb(const struct check *c, const struct symbol *s)
{
	for (size_t i = 0; i < c->t.nalt; i++)
		if (c->t.alt[i].cpuid == RSB_CTXSW &&
		    c->t.alt[i].site - s->addr < (s->size ? s->size : 0x80))
			return true;
	return false;
}

void duties(struct check *c)
{
	const struct symbol *s;

	if (c->t.gate < 0 || !symbol_named(&c->im, "x86_spec_ctrl_kernel"))
		return;
	for (size_t i = 0; i < sizeof(duty_list) / sizeof(*duty_list); i++)
		one_duty(c, &duty_list[i]);
	s = symbol_named(&c->im, "__switch_to_asm");
	if (s && !fills_rsb(c, s))
		found_at(c, "R14", s->addr,
			 "the return stack is not filled on context switch");
}
