// SPDX-License-Identifier: GPL-2.0-only
/* Calls of small functions that are not walked. */
#include <Zydis/Zydis.h>

#include "check/call.h"
#include "check/check.h"
#include "check/flow.h"
#include "check/operand.h"
#include "check/rules.h"

static enum access accesses(struct walker *w, const struct insn *in)
{
	bool is = v_is(&w->s->r[RDI], MSR_SPEC_CTRL);
	const struct use *u;
	enum access a;

	/* behind a VM exit the call itself is one too many */
	if ((w->e->kind != E_FUNCTION && w->e->kind != E_VMENTER) ||
	    w->s->branch)
		return ACCESS_NONE;
	u = is ? NULL : use_at(w->c, w->here);
	if (!is && !(u && u->guessed))
		return ACCESS_NONE;
	a = call_accesses(w->c, in);
	if (a != ACCESS_NONE &&
	    !rule_msr_known(w, RDI, a == ACCESS_WRITE ? "WRMSR to" : "RDMSR of"))
		return ACCESS_NONE;
	return is ? a : ACCESS_NONE;
}

enum access call_before(struct walker *w, const struct insn *in)
{
	enum access a = accesses(w, in);

	/* ahead of what is said of the call: its RET is behind the write */
	if (a == ACCESS_WRITE)
		rule_write_by_call(w);
	else if (a == ACCESS_READ)
		rule_rdmsr(w);
	return a;
}

static bool is_called(const struct walker *w, uint64_t addr, const char *name)
{
	const struct symbol *s = symbol_named(&w->c->im, name);

	return s && s->addr == addr;
}

/* mov variable, %rax; ret, with what instrumentation is put in front of it */
static bool gives_variable(const struct walker *w, uint64_t at, struct val *v)
{
	struct insn in;

	for (int n = 0; n < 5 && decode_at(&w->c->im, at, &in); n++) {
		const struct operand *m = &in.o[1];

		at += in.len;
		if (in.op == ZYDIS_MNEMONIC_NOP ||
		    in.op == ZYDIS_MNEMONIC_ENDBR64 ||
		    (in.branch == BR_CALL && is_called(w, in.target, "__fentry__")))
			continue;
		*v = (struct val){ .kind = V_LOAD, .c = m->disp,
				   .percpu = m->gs };
		return in.op == ZYDIS_MNEMONIC_MOV && m->kind == OP_MEM &&
		       m->abs && m->size == 8 && in.o[0].kind == OP_REG &&
		       in.o[0].reg == RAX && decode_at(&w->c->im, at, &in) &&
		       (in.branch == BR_RET ||
			is_called(w, in.target, "__x86_return_thunk"));
	}
	return false;
}

void call_after(struct walker *w, const struct insn *in, enum access a)
{
	struct val v;

	if ((w->e->kind != E_FUNCTION && w->e->kind != E_VMENTER) || w->done ||
	    (in->branch != BR_CALL && in->branch != BR_CALL_IND))
		return;
	/* a function ends with a call that does not come back */
	if (!follow(w, w->s->ip, false))
		w->done = true;
	if (a == ACCESS_READ)
		w->s->r[RAX] = w->s->ibrs == IBRS_DELIV ?
			(struct val){ .kind = V_MSR } : v_top();
	else if (in->branch == BR_CALL && gives_variable(w, in->target, &v))
		w->s->r[RAX] = v;
}
