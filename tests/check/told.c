// SPDX-License-Identifier: GPL-2.0-only
/* Features by what stands in their alternatives. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/told.h"
#include "check/util.h"

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
	[TOLD_SRSO_ALIAS] = { "srso_alias", true },
	[TOLD_FENCE_USER] = { "fence_swapgs_user", true },
	[TOLD_FENCE_KERNEL] = { "fence_swapgs_kernel", true },
	[TOLD_UNRET] = { "unret", true },
	[TOLD_ENTRY_IBPB] = { "entry_ibpb", true },
	[TOLD_VERW] = { "clear_cpu_buf", true },
	[TOLD_HISTORY] = { "clear_bhb_loop", true },
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

enum told told_call(const struct image *im, uint64_t target)
{
	static const struct { const char *name; enum told k; } calls[] = {
		{ "entry_untrain_ret", TOLD_UNRET },
		{ "zen_untrain_ret", TOLD_UNRET },
		{ "retbleed_untrain_ret", TOLD_UNRET },
		{ "srso_untrain_ret", TOLD_SRSO },
		{ "srso_alias_untrain_ret", TOLD_SRSO_ALIAS },
		{ "entry_ibpb", TOLD_ENTRY_IBPB },
		{ "write_ibpb", TOLD_ENTRY_IBPB },
		{ "clear_bhb_loop", TOLD_HISTORY },
	};
	const struct symbol *s = target ? symbol_at(im, target) : NULL;

	for (size_t i = 0; s && s->addr == target && i < ARRAY_SIZE(calls); i++)
		if (!strcmp(s->name, calls[i].name))
			return calls[i].k;
	return NR_TOLD;
}

/* Those of AMD's CPUs are called from elsewhere as well. */
static int of_target(const struct check *c, const struct insn *in)
{
	int k = in->branch == BR_CALL || in->branch == BR_JMP ?
		(int)told_call(&c->im, in->target) : NR_TOLD;

	return k == TOLD_SRSO || k == TOLD_SRSO_ALIAS ? k : NR_TOLD;
}

static bool is_verw(const struct insn *in)
{
	return in->op == ZYDIS_MNEMONIC_VERW;
}

/* In the entry text: of what other rules than those of IBRS ask. */
static int of_entry(const struct check *c, const struct alt *a,
		    const struct insn *in)
{
	if (is_verw(in))
		return TOLD_VERW;
	if (in->op == ZYDIS_MNEMONIC_LFENCE && a->rlen == in->len)
		return a->cpuid == FENCE_USER ? TOLD_FENCE_USER :
		       a->cpuid == FENCE_KERNEL ? TOLD_FENCE_KERNEL : NR_TOLD;
	return in->branch == BR_CALL ? (int)told_call(&c->im, in->target) :
				       NR_TOLD;
}
/*
 * Entry code reads CR3 to change it, and jumps over that without PTI; and over
 * VERW, where no address is patched in.
 */
static int of_jump(const struct check *c, const struct alt *a)
{
	uint64_t after = a->site + a->len;
	struct insn in;

	if (a->inv || !in_entry_text(c, a->site) ||
	    !decode_at(&c->im, a->site, &in) || in.branch != BR_JMP)
		return NR_TOLD;
	if (is_cr3_read(c, after))
		return TOLD_PTI;
	return decode_at(&c->im, after, &in) && is_verw(&in) ? TOLD_VERW :
	       NR_TOLD;
}

/* What the alternative says its feature is; NR_TOLD: nothing. */
static int says(const struct check *c, const struct alt *a)
{
	const struct symbol *s = symbol_at(&c->im, a->site);
	struct insn in;
	int k;

	if (!a->rlen)
		return of_jump(c, a);
	if (!decode_at(&c->im, a->repl, &in))
		return NR_TOLD;
	if (s && !strncmp(s->name, "__x86_indirect_", 15))
		return of_thunk(a, &in);
	k = a->inv ? NR_TOLD : of_target(c, &in);
	return k == NR_TOLD && !a->inv && in_entry_text(c, a->site) ?
	       of_entry(c, a, &in) : k;
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
