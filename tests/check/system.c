// SPDX-License-Identifier: GPL-2.0-only
/* MSRs, the GS base, the interrupt flag, waiting. */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/flags.h"
#include "check/operand.h"
#include "check/rules.h"
#include "check/system.h"

#define UNUSED __attribute__((unused))

void system_swapgs(struct walker *w, const struct insn *in UNUSED)
{
	static const uint8_t other[] = {
		[GS_USER] = GS_KERNEL, [GS_KERNEL] = GS_USER,
		[GS_DELIV] = GS_DELIV_SWAPPED, [GS_DELIV_SWAPPED] = GS_DELIV,
	};

	add_node(w, w->here, S_EVENT);
	rule_gone(w, "SWAPGS");
	w->s->gs = other[w->s->gs];
}

/* IA32_SPEC_CTRL: which value comes back depends on what was written. */
static void read_spec_ctrl(struct walker *w)
{
	const struct symbol *k = symbol_named(&w->c->im,
					      "x86_spec_ctrl_kernel");
	struct val *r = w->s->r, v = v_top();

	rule_rdmsr(w);
	if (w->s->ibrs == IBRS_SET && k)	/* as written */
		v = (struct val){ .kind = V_LOAD, .c = k->addr };
	else if (w->s->ibrs == IBRS_DELIV)
		v.kind = V_MSR;
	r[RAX] = r[RDX] = v;
	if (v.kind != V_TOP) {
		r[RAX].part = P_LO;
		r[RDX].part = P_HI;
	}
}

/* What was found, or this processor's own, out of the table of all of them. */
static void put_gsbase(struct walker *w, struct val v)
{
	struct state *s = w->s;

	if (v.kind == V_GSBASE)
		s->gs = s->dgs == YES ? GS_KERNEL : s->dgs == NO ? GS_USER :
			GS_DELIV;
	else
		s->gs = GS_KERNEL;
	if (v.kind != V_GSBASE &&
	    !(v.kind == V_LOAD && is_percpu_offset(w, v.c)))
		rule_gs_lost(w);
}

void system_msr(struct walker *w, const struct insn *in)
{
	struct val *r = w->s->r;

	add_node(w, w->here, S_EVENT);
	if (in->op == ZYDIS_MNEMONIC_WRMSR) {
		if (v_is(&r[RCX], MSR_GS_BASE))
			put_gsbase(w, v_top());
		/* the one that SWAPGS brings */
		if (v_is(&r[RCX], MSR_KERNEL_GS_BASE))
			rule_gs_lost(w);
		rule_wrmsr(w);
		return;
	}
	if (v_is(&r[RCX], MSR_SPEC_CTRL)) {
		read_spec_ctrl(w);
		return;
	}
	rule_rdmsr_other(w);
	r[RAX] = r[RDX] = v_top();
	if (v_is(&r[RCX], MSR_GS_BASE) &&
	    w->s->gs == GS_DELIV)
		r[RDX].kind = V_GSHI;
}

void system_rdgsbase(struct walker *w, const struct insn *in)
{
	struct val v = v_top();

	if (w->s->gs == GS_DELIV)
		v.kind = V_GSBASE;
	operand_write(w, &in->o[0], v);
}

void system_wrgsbase(struct walker *w, const struct insn *in)
{
	put_gsbase(w, operand_read(w, &in->o[0]));
}

static void set_irq(struct walker *w, enum tri on)
{
	w->s->irq = on;
	if (on != NO)
		rule_irq_on(w);
}

void system_irq(struct walker *w, const struct insn *in)
{
	bool on = in->op == ZYDIS_MNEMONIC_STI;

	if (on)
		add_node(w, w->here, S_EVENT);
	set_irq(w, on ? YES : NO);
}

/* GIF=0 holds back what IF lets through, and NMIs. */
void system_gif(struct walker *w, const struct insn *in)
{
	w->s->nogif = in->op == ZYDIS_MNEMONIC_CLGI;
	if (!w->s->nogif && w->s->irq != NO)
		rule_irq_on(w);
}

void system_pushf(struct walker *w, const struct insn *in)
{
	push_as(w, in, (struct val){ .kind = V_FLAGS, .c = w->s->irq });
}

void system_popf(struct walker *w, const struct insn *in)
{
	struct val v = pop_as(w, in);

	flags_top(w->s);
	set_irq(w, v_irq(&v));
}

void system_idle(struct walker *w, const struct insn *in)
{
	rule_function_wait(w, in->op == ZYDIS_MNEMONIC_HLT ? "HLT" : "MWAIT");
}

void system_wbinvd(struct walker *w, const struct insn *in UNUSED)
{
	w->s->flushed = 1;
}
