// SPDX-License-Identifier: GPL-2.0-only
/* Features by what stands in their alternatives. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"

#define MAX_SAID	8		/* numbers for one feature */

/* Which of two a fence is for the number says: it is the same in all trees. */
#define FENCE_USER	(11 * 32 + 4)
#define FENCE_KERNEL	(11 * 32 + 5)

/*
 * most: asked for by a rule that has to hold on all paths, so what most of its
 * sites say is its number, and one that says another is a mistake.
 */
static const struct {
	const char *name;
	bool most;
} known[NR_TOLD] = {
	[TOLD_RETPOLINE] = { "retpoline", false },
	[TOLD_LFENCE] = { "retpoline_amd", false },
	[TOLD_PTI] = { "pti", false },
	[TOLD_SRSO] = { "srso", false },
	[TOLD_SRSO_ALIAS] = { "srso_alias", false },
	[TOLD_FENCE_USER] = { "fence_swapgs_user", true },
	[TOLD_FENCE_KERNEL] = { "fence_swapgs_kernel", true },
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

/* In the entry text: of what other rules than those of IBRS ask. */
static int of_entry(const struct alt *a, const struct insn *in)
{
	if (in->op == ZYDIS_MNEMONIC_LFENCE && a->rlen == in->len)
		return a->cpuid == FENCE_USER ? TOLD_FENCE_USER :
		       a->cpuid == FENCE_KERNEL ? TOLD_FENCE_KERNEL : NR_TOLD;
	return NR_TOLD;
}

/* What the alternative says its feature is; NR_TOLD: nothing. */
static int says(const struct check *c, const struct alt *a)
{
	const struct symbol *s = symbol_at(&c->im, a->site);
	struct insn in;
	int k;

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
	k = a->inv ? NR_TOLD : of_target(c, &in);
	return k == NR_TOLD && !a->inv && in_entry_text(c, a->site) ?
	       of_entry(a, &in) : k;
}

/* How often which number was said of a feature. */
struct said {
	uint64_t id[MAX_SAID];
	unsigned int times[MAX_SAID], n;
};

static void say(struct said *s, uint64_t id)
{
	unsigned int i = 0;

	while (i < s->n && s->id[i] != id)
		i++;
	if (i == MAX_SAID)
		return;
	s->n += i == s->n;
	s->id[i] = id;
	s->times[i]++;
}

void told_find(struct check *c)
{
	struct said said[NR_TOLD] = { 0 };

	for (size_t i = 0; i < c->t.nalt; i++) {
		int k = says(c, &c->t.alt[i]);

		if (k != NR_TOLD)
			say(&said[k], c->t.alt[i].cpuid);
	}
	for (int k = 0; k < NR_TOLD; k++) {
		unsigned int best = 0;

		for (unsigned int i = 1; i < said[k].n; i++)
			if (said[k].times[i] > said[k].times[best])
				best = i;
		c->ft.told[k].is = said[k].n == 1 ||
				   (said[k].n && known[k].most);
		c->ft.told[k].id = said[k].id[best];
	}
}

bool told_id(const struct check *c, const char *name, uint64_t *id)
{
	for (int k = 0; k < NR_TOLD; k++)
		if (c->ft.told[k].is && !strcmp(known[k].name, name)) {
			*id = c->ft.told[k].id;
			return true;
		}
	return false;
}
