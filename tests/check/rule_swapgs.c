// SPDX-License-Identifier: GPL-2.0-only
/*
 * R16: behind a branch that decides whether SWAPGS is executed, neither leg uses
 * the GS base before it is fenced. A CPU that predicts the branch wrongly runs
 * it with the other base, the user's where the kernel's is meant (CVE-2019-1125).
 */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/rules.h"
#include "check/util.h"

#define MAX_SMALL	512		/* bytes of a function that is looked at */

/* SDM volume 3, 8.3: not MOV to CR8, and not WRMSR to each MSR. */
bool serialises(const struct walker *w, const struct insn *in)
{
	static const uint16_t ops[] = {
		ZYDIS_MNEMONIC_LFENCE, ZYDIS_MNEMONIC_CPUID,
		ZYDIS_MNEMONIC_SERIALIZE, ZYDIS_MNEMONIC_INVD,
		ZYDIS_MNEMONIC_WBINVD, ZYDIS_MNEMONIC_INVLPG,
		ZYDIS_MNEMONIC_INVEPT, ZYDIS_MNEMONIC_INVVPID,
		ZYDIS_MNEMONIC_LGDT, ZYDIS_MNEMONIC_LIDT,
		ZYDIS_MNEMONIC_LLDT, ZYDIS_MNEMONIC_LTR, ZYDIS_MNEMONIC_RSM,
	};
	uint32_t msr;

	for (size_t i = 0; i < ARRAY_SIZE(ops); i++)
		if (in->op == ops[i])
			return true;
	if (in->op == ZYDIS_MNEMONIC_MOV)
		return in->o[0].kind == OP_REG &&
		       (in->o[0].reg == REG_CR3 || in->o[0].reg == REG_CR ||
			in->o[0].reg == REG_DR);
	/* SPEC_CTRL, PRED_CMD, TSX_CTRL, TSC_DEADLINE, PKRS, HWP_REQUEST, x2APIC */
	return in->op == ZYDIS_MNEMONIC_WRMSR && !in->ns &&
	       v_number(&w->s->r[RCX], &msr) &&
	       msr != MSR_SPEC_CTRL && msr != MSR_PRED_CMD && msr != 0x122 &&
	       msr != 0x6e0 && msr != 0x6e1 && msr != 0x774 &&
	       !in_range(msr, 0x802, 0x840);
}

static bool is_asked(const struct walker *w)
{
	const struct features *ft = &w->c->ft;

	return (ft->told[TOLD_FENCE_USER].is ||
		ft->told[TOLD_FENCE_KERNEL].is) &&
	       !w->s->branch && !in_c(w->e) && w->e->kind != E_XEN;
}

/*
 * The kernel chooses both fences, the user leg's where PTI is off only: with it
 * that leg loads CR3. What no site has asked for yet may be on.
 */
static bool is_needed(const struct walker *w)
{
	int pti = feat_named(w->c, "pti");
	const struct fvec *f = &w->s->f;
	bool no_pti = pti >= 0 && f->known >> pti & ~(f->val >> pti) & 1;

	return !is_off(w, TOLD_FENCE_KERNEL) &&
	       !(w->s->swapped && no_pti && is_off(w, TOLD_FENCE_USER));
}

/* On the way in only: on the way out the base is the kernel's on both legs. */
void rule_swapgs_branch(struct walker *w)
{
	struct state *s = w->s;

	if ((s->fl.kind != F_CPL && s->fl.kind != F_GS) || s->in_c ||
	    s->gs == GS_KERNEL || !is_asked(w))
		return;
	judged_at(w->c, RULE_16, w->here);
	s->unfenced = w->here;
	s->swapped = 0;
}

void rule_swapgs_step(struct walker *w, const struct insn *in)
{
	struct state *s = w->s;

	if (!s->unfenced)
		return;
	if (in->op == ZYDIS_MNEMONIC_SWAPGS)
		s->swapped = 1;
	/* what WRGSBASE has written is the base of all that follows */
	if (in->op == ZYDIS_MNEMONIC_WRGSBASE || serialises(w, in))
		s->unfenced = s->swapped = 0;
}

/* One finding for the branch, whatever it is that comes first behind it. */
void rule_swapgs_use(struct walker *w, const char *what)
{
	struct state *s = w->s;
	uint64_t here = w->here;

	if (!s->unfenced || !is_needed(w))
		return;
	w->here = s->unfenced;
	found(w, "R16", "%s by the GS base that is decided about here, and no fence is before it, on the leg %s SWAPGS",
	      what, s->swapped ? "with" : "without");
	w->here = here;
	s->unfenced = s->swapped = 0;
}

/* A function that is called ahead of the fence, and is looked at for that. */
struct small {
	uint64_t at, end, thunk;	/* thunk: what a RET is made of */
	bool met[MAX_SMALL];
	uint16_t todo[MAX_SMALL];	/* from at on */
	size_t ntodo;
};

/* It goes on at addr, which is in it; true: or nobody knows where. */
static bool goes_on(struct small *f, uint64_t addr)
{
	if (!in_range(addr, f->at, f->end))
		return addr != f->thunk;
	if (!f->met[addr - f->at]) {
		f->met[addr - f->at] = true;
		f->todo[f->ntodo++] = addr - f->at;
	}
	return false;
}

static bool insn_uses_gs(struct small *f, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].kind == OP_MEM && in->o[i].gs)
			return true;
	switch (in->branch) {
	case BR_NONE:
		return in->op != ZYDIS_MNEMONIC_LFENCE &&
		       goes_on(f, in->addr + in->len);
	case BR_RET:
		return false;
	case BR_JMP:
		return goes_on(f, in->target);
	case BR_JCC:
		return goes_on(f, in->target) ||
		       goes_on(f, in->addr + in->len);
	default:
		return true;
	}
}

/*
 * Does C at that address use the GS base, ahead of an LFENCE of its own? What
 * looks at its caller's stack does not; what calls others may.
 */
static bool uses_gs(const struct walker *w, uint64_t at)
{
	const struct image *im = &w->c->im;
	const struct symbol *s = at ? symbol_at(im, at) : NULL;
	const struct symbol *thunk = symbol_named(im, "__x86_return_thunk");
	struct small f = { .at = at, .thunk = thunk ? thunk->addr : 0 };
	struct insn in;

	f.end = s ? symbol_end(im, s) : 0;
	if (!s || s->addr != at || f.end - at > MAX_SMALL)
		return true;
	goes_on(&f, at);
	while (f.ntodo)
		if (!decode_at(im, at + f.todo[--f.ntodo], &in) ||
		    insn_uses_gs(&f, &in))
			return true;
	return false;
}

void rule_swapgs_call(struct walker *w, uint64_t target)
{
	if (w->s->unfenced && uses_gs(w, target))
		rule_swapgs_use(w, "a call of C");
}
