// SPDX-License-Identifier: GPL-2.0-only
/* Features by what stands in their alternatives. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"

static const char *const told_names[NR_TOLD] = {
	[TOLD_RETPOLINE] = "retpoline", [TOLD_LFENCE] = "retpoline_amd",
	[TOLD_PTI] = "pti", [TOLD_SRSO] = "srso",
	[TOLD_SRSO_ALIAS] = "srso_alias",
};

static bool is_cr3_read(const struct check *c, uint64_t addr)
{
	struct insn in;

	return decode_at(&c->im, addr, &in) && in.op == ZYDIS_MNEMONIC_MOV &&
	       in.o[1].kind == OP_REG && in.o[1].reg == REG_CR3;
}

/*
 * A thunk is JMP, a retpoline with it, and LFENCE; JMP; v5.13 has the retpoline
 * in the site, and JMP where that feature is off.
 */
static int of_thunk(const struct alt *a, const struct insn *in)
{
	if (a->inv)
		return in->branch == BR_JMP_IND ? TOLD_RETPOLINE : NR_TOLD;
	return in->branch == BR_CALL ? TOLD_RETPOLINE :
	       in->op == ZYDIS_MNEMONIC_LFENCE ? TOLD_LFENCE : NR_TOLD;
}

static int of_target(const struct check *c, const struct insn *in)
{
	const struct symbol *s = in->branch == BR_CALL ||
				 in->branch == BR_JMP ?
				 symbol_at(&c->im, in->target) : NULL;

	if (!s || s->addr != in->target)
		return NR_TOLD;
	return !strcmp(s->name, "srso_untrain_ret") ? TOLD_SRSO :
	       !strcmp(s->name, "srso_alias_untrain_ret") ? TOLD_SRSO_ALIAS :
	       NR_TOLD;
}

/* What the alternative says its feature is; NR_TOLD: nothing. */
static int says(const struct check *c, const struct alt *a)
{
	const struct symbol *s = symbol_at(&c->im, a->site);
	struct insn in;

	/* entry code reads CR3 to change it, and jumps over that without PTI */
	if (!a->rlen)
		return !a->inv && in_entry_text(c, a->site) &&
		       decode_at(&c->im, a->site, &in) &&
		       in.branch == BR_JMP &&
		       is_cr3_read(c, a->site + a->len) ? TOLD_PTI : NR_TOLD;
	if (!decode_at(&c->im, a->repl, &in))
		return NR_TOLD;
	if (s && !strncmp(s->name, "__x86_indirect_", 15))
		return of_thunk(a, &in);
	return a->inv ? NR_TOLD : of_target(c, &in);
}

void told_find(struct check *c)
{
	bool twice[NR_TOLD] = { false };

	for (size_t i = 0; i < c->t.nalt; i++) {
		const struct alt *a = &c->t.alt[i];
		int k = says(c, a);

		if (k == NR_TOLD)
			continue;
		twice[k] |= c->ft.told[k].is && c->ft.told[k].id != a->cpuid;
		c->ft.told[k].is = true;
		c->ft.told[k].id = a->cpuid;
	}
	for (int k = 0; k < NR_TOLD; k++)
		c->ft.told[k].is &= !twice[k];
}

bool told_id(const struct check *c, const char *name, uint64_t *id)
{
	for (int k = 0; k < NR_TOLD; k++)
		if (c->ft.told[k].is && !strcmp(told_names[k], name)) {
			*id = c->ft.told[k].id;
			return true;
		}
	return false;
}
