// SPDX-License-Identifier: GPL-2.0-only
/*
 * A loop of long delay has more rounds than are walked one by one. Where each does
 * the same to registers alone, and counts down by 1, there is a last one.
 */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/count.h"
#include "check/flags.h"

#define MAX_BODY	64	/* bytes */

/* Of registers only, or of nothing. */
static bool is_plain(const struct insn *in)
{
	switch (in->op) {
	case ZYDIS_MNEMONIC_PAUSE:
	case ZYDIS_MNEMONIC_NOP:
	case ZYDIS_MNEMONIC_MOV:
	case ZYDIS_MNEMONIC_INC:
	case ZYDIS_MNEMONIC_DEC:
	case ZYDIS_MNEMONIC_ADD:
	case ZYDIS_MNEMONIC_SUB:
	case ZYDIS_MNEMONIC_AND:
	case ZYDIS_MNEMONIC_OR:
	case ZYDIS_MNEMONIC_XOR:
	case ZYDIS_MNEMONIC_CMP:
	case ZYDIS_MNEMONIC_TEST:
		break;
	default:
		return false;
	}
	for (int i = 0; i < in->nvisible; i++)
		if (in->o[i].kind == OP_MEM ||
		    (in->o[i].kind == OP_REG &&
		     (in->o[i].reg >= NREG || in->o[i].reg == RSP)))
			return false;
	return true;
}

/* What stands in the file at addr is what will stand there. */
static bool stays(const struct check *c, uint64_t addr)
{
	size_t first;

	return !alts_at(&c->t, addr, &first) && !label_at(&c->t, addr) &&
	       !pv_at(&c->t, addr);
}

static bool counts_one(const struct insn *in)
{
	const bool sub = in->op == ZYDIS_MNEMONIC_SUB &&
			 in->o[1].kind == OP_IMM && in->o[1].disp == 1;

	return (sub || in->op == ZYDIS_MNEMONIC_DEC) &&
	       in->o[0].kind == OP_REG && in->o[0].size >= 4;
}

/*
 * What is in the loop, by register how often each is written; *count: who is
 * counted down, and by nothing else.
 */
static bool body(const struct walker *w, const struct insn *end,
		 unsigned int *writes, enum reg *count)
{
	const bool loop = end->op == ZYDIS_MNEMONIC_LOOP;
	struct insn in = { .len = 0 };

	*count = loop ? RCX : REG_NONE;
	for (uint64_t at = end->target; at < end->addr; at += in.len) {
		if (!stays(w->c, at) || !decode_at(&w->c->im, at, &in) ||
		    in.branch != BR_NONE || !is_plain(&in))
			return false;
		for (int i = 0; i < in.nop; i++)
			if (in.o[i].kind == OP_REG && in.o[i].write &&
			    in.o[i].reg < NREG)
				writes[in.o[i].reg]++;
		if (at + in.len > end->addr)
			return false;
	}
	if (loop)
		return !writes[RCX];
	if (end->op != ZYDIS_MNEMONIC_JNZ || !in.len || !counts_one(&in))
		return false;
	*count = in.o[0].reg;
	return writes[*count] == 1;
}

void count_down(struct walker *w, const struct insn *in)
{
	unsigned int writes[NREG] = { 0 };
	struct state *s = w->s;
	enum reg count;

	if (in->addr != w->here || in->addr - in->target >= MAX_BODY ||
	    !stays(w->c, w->here) || !body(w, in, writes, &count) ||
	    s->r[count].kind != V_CONST || s->r[count].c <= 1 ||
	    s->r[count].c > INT32_MAX)
		return;
	for (int i = 0; i < NREG; i++)
		if (writes[i])
			s->r[i] = v_top();
	s->r[count] = v_const(1);
	flags_top(s);
}
