// SPDX-License-Identifier: GPL-2.0-only
/* The table of instructions; what is not in it makes what it writes unknown. */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/choice.h"
#include "check/exec.h"
#include "check/flags.h"
#include "check/operand.h"
#include "check/rules.h"
#include "check/system.h"

#define UNUSED __attribute__((unused))

static struct val add_const(struct val v, int64_t n)
{
	if (v.kind == V_STK || v.kind == V_CONST) {
		v.c += n;
		return v;
	}
	return v_top();
}

/*
 * The stack from which IRET goes to a 16-bit one is mapped everywhere. Its
 * address is per-CPU data: behind GS, but for kernels of one processor.
 */
static bool is_espfix(struct walker *w, const struct val *v)
{
	const struct symbol *s = symbol_named(&w->c->im, "espfix_stack");

	return s && v->kind == V_LOAD && v->part == P_FULL &&
	       v->percpu == ((int64_t)s->addr >= 0) && s->addr == (uint64_t)v->c;
}

/* What x op y is; same: both are one register. */
static struct val result(struct walker *w, const struct insn *in, struct val x,
			 struct val y, bool same)
{
	switch (in->op) {
	case ZYDIS_MNEMONIC_ADD:
	case ZYDIS_MNEMONIC_INC:
		return y.kind == V_CONST ? add_const(x, y.c) : v_top();
	case ZYDIS_MNEMONIC_SUB:
	case ZYDIS_MNEMONIC_DEC:
		if (same)
			return v_const(0);
		return y.kind == V_CONST ? add_const(x, -y.c) : v_top();
	case ZYDIS_MNEMONIC_AND:
		return v_and(x, y, in->o[0].size);
	case ZYDIS_MNEMONIC_OR:
		if (is_espfix(w, &y) && in->o[0].size == 8)
			return (struct val){ .kind = V_ESPFIX };
		return v_or(x, y, in->o[0].size);
	default:	/* XOR */
		return same ? v_const(0) : v_top();
	}
}

static void do_arith(struct walker *w, const struct insn *in)
{
	const struct operand *d = &in->o[0];
	bool same = in->nvisible > 1 && in->o[1].kind == OP_REG &&
		    d->kind == OP_REG && in->o[1].reg == d->reg;
	struct val x, y, r;

	/* the top of a stack was loaded; CR3 is not reached by adding */
	if (d->kind == OP_REG && d->reg == RSP &&
	    (in->op == ZYDIS_MNEMONIC_ADD || in->op == ZYDIS_MNEMONIC_SUB))
		need_stack(w);
	x = operand_read(w, d);
	y = in->nvisible > 1 ? operand_read(w, &in->o[1]) : v_const(1);
	r = result(w, in, x, y, same);
	if (d->size == 4 && r.kind == V_CONST)
		r.c = (uint32_t)r.c;
	operand_write(w, d, r);
	if (in->op == ZYDIS_MNEMONIC_AND && r.kind != V_CONST)
		flags_test(w->s, in, x, y);
	else
		flags_of(w->s, r, d->size);
	flags_equal(w->s, d, 0);
	/* a carry is not followed */
	if (w->s->fl.kind == F_CONST && in->op != ZYDIS_MNEMONIC_AND &&
	    in->op != ZYDIS_MNEMONIC_OR && in->op != ZYDIS_MNEMONIC_XOR)
		w->s->fl.cf = MAYBE;
}

static void do_shift(struct walker *w, const struct insn *in)
{
	struct val n = operand_read(w, &in->o[1]), r = v_top();
	struct val x = operand_read(w, &in->o[0]);
	bool left = in->op == ZYDIS_MNEMONIC_SHL;

	if (n.kind == V_CONST && in->op != ZYDIS_MNEMONIC_SAR)
		r = v_shift(x, left, n.c & 63, in->o[0].size);
	operand_write(w, &in->o[0], r);
	flags_top(w->s);
	if (n.kind == V_CONST && n.c & (in->o[0].size == 8 ? 63 : 31))
		flags_equal(w->s, &in->o[0], 0);
	/* what has gone out is CF; of other values ZF would be told as well */
	if (n.kind == V_CONST && n.c == 1 && !left && x.kind == V_MSR)
		flags_bit(w->s, x, 0, true);
}

/*
 * A register counts bits from the operand on, as far as it goes: the access is
 * where it says, and the operand is only where it begins.
 */
static bool counts_bits(const struct insn *in)
{
	switch (in->op) {
	case ZYDIS_MNEMONIC_BT:
	case ZYDIS_MNEMONIC_BTS:
	case ZYDIS_MNEMONIC_BTR:
	case ZYDIS_MNEMONIC_BTC:
		return in->o[0].kind == OP_MEM && in->o[1].kind == OP_REG;
	default:
		return false;
	}
}

/* What it may touch: as far as the number can be, or anywhere. */
static struct operand counted(struct walker *w, const struct insn *in)
{
	const struct val n = operand_read(w, &in->o[1]);
	struct operand o = in->o[0];

	if ((n.kind == V_CONST || n.kind == V_UPTO) && n.c >= 0 &&
	    n.c <= UINT16_MAX) {
		o.size += n.c / 8;
		return o;
	}
	o.abs = false;
	o.size = 0;
	if (o.index == REG_NONE)
		o.index = in->o[1].reg;
	else
		o.odd = true;
	return o;
}

static void do_bit(struct walker *w, const struct insn *in)
{
	const struct operand *d = &in->o[0];
	struct val n = operand_read(w, &in->o[1]);
	struct val v = counts_bits(in) ? v_top() : operand_read(w, d);

	n.c &= d->size * 8 - 1;
	flags_top(w->s);
	if (n.kind == V_CONST && !counts_bits(in))
		flags_bit(w->s, v, n.c, true);
	if (in->op == ZYDIS_MNEMONIC_BT)
		return;
	if (counts_bits(in)) {
		const struct operand far = counted(w, in);

		operand_write(w, &far, v_top());
		if (!far.size && !in_c(w->e))
			slots_spoil(w->s, STK_NONE);
		return;
	}
	if (n.kind != V_CONST || in->op == ZYDIS_MNEMONIC_BTC)
		v = v_top();
	else if (in->op == ZYDIS_MNEMONIC_BTS)
		v = v_or(v, v_const(1ull << n.c), d->size);
	else
		v = v_and(v, v_const(~(1ull << n.c)), d->size);
	operand_write(w, d, v);
}

static void do_test(struct walker *w, const struct insn *in)
{
	struct val x = operand_read(w, &in->o[0]);

	flags_test(w->s, in, x, operand_read(w, &in->o[1]));
}

static void do_cmp(struct walker *w, const struct insn *in)
{
	struct val x = operand_read(w, &in->o[0]);

	flags_cmp(w->s, in, x, operand_read(w, &in->o[1]));
}

/* --- moves --------------------------------------------------------------- */
static void write_cr3(struct walker *w, struct val v)
{
	struct state *s = w->s;

	s->cr3_put = 1;
	if (v.kind != V_CR3)
		rule_cr3_lost(w);
	s->cr3 = v.kind == V_CR3 ? v.c : MAYBE;
	/* what was found at delivery is put back */
	if (s->cr3 == MAYBE)
		s->cr3 = s->dcr3;
	add_node(w, w->here, S_EVENT);
}

static bool is_segment(const struct operand *o)
{
	return o->kind == OP_REG && (o->reg == REG_SEG || o->reg == REG_GS);
}

static void do_mov(struct walker *w, const struct insn *in)
{
	const struct operand *d = &in->o[0], *src = &in->o[1];
	struct val v;

	if (is_segment(d)) {
		rule_segment(w, d->reg == REG_GS);
		return;
	}
	if (d->kind == OP_REG && d->reg == REG_CR3) {
		write_cr3(w, operand_read(w, src));
		return;
	}
	if (src->kind == OP_REG && src->reg == REG_CR3)
		v = (struct val){ .kind = V_CR3, .c = w->s->cr3 };
	else
		v = operand_read(w, src);
	operand_write(w, d, v);
}

static void do_push(struct walker *w, const struct insn *in)
{
	struct val v = operand_read(w, &in->o[0]);

	push_as(w, in, v);
}

static void do_pop(struct walker *w, const struct insn *in)
{
	struct val v = pop_as(w, in);

	if (is_segment(&in->o[0]))
		rule_segment(w, in->o[0].reg == REG_GS);
	else
		operand_write(w, &in->o[0], v);
}

static void do_leave(struct walker *w, const struct insn *in UNUSED)
{
	w->s->r[RSP] = w->s->r[RBP];
	w->s->r[RBP] = pop(w);
}

static void do_xchg(struct walker *w, const struct insn *in)
{
	struct val x = operand_read(w, &in->o[0]);
	struct val y = operand_read(w, &in->o[1]);

	operand_write(w, &in->o[0], y);
	operand_write(w, &in->o[1], x);
}

static void do_lea(struct walker *w, const struct insn *in)
{
	const struct operand *m = &in->o[1];
	struct addr a = address(w, m);
	struct val v = v_top();

	if (a.where == W_ABS)
		v = v_const(a.off);
	else if (a.where == W_STACK)
		v = (struct val){ .kind = V_STK, .aux = a.stack, .c = a.off };
	operand_write(w, &in->o[0], v);
}

/* --- others ------------------------------------------------------------ */
/* A cache line, of which RAX points to some byte. */
static void do_clzero(struct walker *w, const struct insn *in UNUSED)
{
	const struct operand line = { .kind = OP_MEM, .write = true,
				      .reg = RAX, .index = REG_NONE };

	rule_memory(w, &line);
	operand_write(w, &line, v_top());
}

/* What it watches it loads from. */
static void do_monitor(struct walker *w, const struct insn *in)
{
	const struct operand o = { .kind = OP_MEM, .size = 1,
				   .reg = in->o[0].reg, .index = REG_NONE };

	rule_memory(w, &o);
}

static void do_verw(struct walker *w, const struct insn *in)
{
	rule_verw(w, &in->o[0]);
	flags_top(w->s);
}

static void do_nothing(struct walker *w UNUSED, const struct insn *in UNUSED)
{
}

/* Whatever it is: what it writes is unknown afterwards. */
static void do_other(struct walker *w, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].write)
			operand_write(w, &in->o[i], v_top());
	flags_top(w->s);
}

static void do_load_segment(struct walker *w, const struct insn *in)
{
	rule_segment(w, in->op == ZYDIS_MNEMONIC_LGS);
	do_other(w, in);
}

/* --- all of them --------------------------------------------------------- */
typedef void exec_fn(struct walker *w, const struct insn *in);

/*
 * By ZydisMnemonic; what is not here is do_other(). An instruction that leaves
 * all that the state holds as it is has to be here too, or what it writes, and
 * the flags, are forgotten.
 */
static exec_fn *const table[ZYDIS_MNEMONIC_MAX_VALUE + 1] = {
	[ZYDIS_MNEMONIC_MOV] = do_mov,
	[ZYDIS_MNEMONIC_LEA] = do_lea,
	[ZYDIS_MNEMONIC_PUSH] = do_push,
	[ZYDIS_MNEMONIC_POP] = do_pop,
	[ZYDIS_MNEMONIC_LEAVE] = do_leave,
	[ZYDIS_MNEMONIC_XCHG] = do_xchg,
	[ZYDIS_MNEMONIC_ADD] = do_arith,
	[ZYDIS_MNEMONIC_SUB] = do_arith,
	[ZYDIS_MNEMONIC_INC] = do_arith,
	[ZYDIS_MNEMONIC_DEC] = do_arith,
	[ZYDIS_MNEMONIC_AND] = do_arith,
	[ZYDIS_MNEMONIC_OR] = do_arith,
	[ZYDIS_MNEMONIC_XOR] = do_arith,
	[ZYDIS_MNEMONIC_SHL] = do_shift,
	[ZYDIS_MNEMONIC_SHR] = do_shift,
	[ZYDIS_MNEMONIC_SAR] = do_shift,
	[ZYDIS_MNEMONIC_TEST] = do_test,
	[ZYDIS_MNEMONIC_CMP] = do_cmp,
	[ZYDIS_MNEMONIC_BT] = do_bit,
	[ZYDIS_MNEMONIC_BTS] = do_bit,
	[ZYDIS_MNEMONIC_BTR] = do_bit,
	[ZYDIS_MNEMONIC_BTC] = do_bit,
	[ZYDIS_MNEMONIC_RDMSR] = system_msr,
	[ZYDIS_MNEMONIC_WRMSR] = system_msr,
	[ZYDIS_MNEMONIC_SWAPGS] = system_swapgs,
	[ZYDIS_MNEMONIC_RDGSBASE] = system_rdgsbase,
	[ZYDIS_MNEMONIC_WRGSBASE] = system_wrgsbase,
	[ZYDIS_MNEMONIC_CLI] = system_irq,
	[ZYDIS_MNEMONIC_STI] = system_irq,
	[ZYDIS_MNEMONIC_CLGI] = system_gif,
	[ZYDIS_MNEMONIC_STGI] = system_gif,
	[ZYDIS_MNEMONIC_PUSHF] = system_pushf,
	[ZYDIS_MNEMONIC_PUSHFQ] = system_pushf,
	[ZYDIS_MNEMONIC_POPF] = system_popf,
	[ZYDIS_MNEMONIC_POPFQ] = system_popf,
	[ZYDIS_MNEMONIC_MWAIT] = system_idle,
	[ZYDIS_MNEMONIC_HLT] = system_idle,
	[ZYDIS_MNEMONIC_WBINVD] = system_wbinvd,
	[ZYDIS_MNEMONIC_LDS] = do_load_segment,
	[ZYDIS_MNEMONIC_LSS] = do_load_segment,
	[ZYDIS_MNEMONIC_LFS] = do_load_segment,
	[ZYDIS_MNEMONIC_LGS] = do_load_segment,
	[ZYDIS_MNEMONIC_LLDT] = do_load_segment,
	[ZYDIS_MNEMONIC_LTR] = do_load_segment,
	[ZYDIS_MNEMONIC_CLZERO] = do_clzero,
	[ZYDIS_MNEMONIC_MONITOR] = do_monitor,
	[ZYDIS_MNEMONIC_MONITORX] = do_monitor,
	[ZYDIS_MNEMONIC_UMONITOR] = do_monitor,
	[ZYDIS_MNEMONIC_VERW] = do_verw,
	[ZYDIS_MNEMONIC_NOP] = do_nothing,
	[ZYDIS_MNEMONIC_CLD] = do_nothing,
	[ZYDIS_MNEMONIC_STD] = do_nothing,
	[ZYDIS_MNEMONIC_CLAC] = do_nothing,
	[ZYDIS_MNEMONIC_STAC] = do_nothing,
	[ZYDIS_MNEMONIC_PAUSE] = do_nothing,
	[ZYDIS_MNEMONIC_ENDBR64] = do_nothing,
	[ZYDIS_MNEMONIC_LFENCE] = do_nothing,
	[ZYDIS_MNEMONIC_MFENCE] = do_nothing,
	[ZYDIS_MNEMONIC_SFENCE] = do_nothing,
};

/* None that can fault: an address, a hint. */
static bool is_mem_access(const struct insn *in)
{
	switch (in->op) {
	case ZYDIS_MNEMONIC_LEA:
	case ZYDIS_MNEMONIC_NOP:
	case ZYDIS_MNEMONIC_PREFETCH:
	case ZYDIS_MNEMONIC_PREFETCHNTA:
	case ZYDIS_MNEMONIC_PREFETCHT0:
	case ZYDIS_MNEMONIC_PREFETCHT1:
	case ZYDIS_MNEMONIC_PREFETCHT2:
	case ZYDIS_MNEMONIC_PREFETCHW:
		return false;
	default:
		return true;
	}
}

/* Hidden ones as well: the stack of PUSH, what MOVS reads and writes. */
void exec_memory(struct walker *w, const struct insn *in)
{
	if (!is_mem_access(in))
		return;
	if (counts_bits(in)) {
		const struct operand far = counted(w, in);

		rule_memory(w, &far);
		return;
	}
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].kind == OP_MEM)
			rule_memory(w, &in->o[i]);
}

static void exec_stores(struct walker *w, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].kind == OP_MEM && in->o[i].write)
			rule_store(w, &in->o[i],
				   in->op == ZYDIS_MNEMONIC_MOV ?
				   operand_read(w, &in->o[1]) : v_top());
}

void exec_insn(struct walker *w, const struct insn *in)
{
	exec_fn *fn = table[in->op];

	flags_written(w->s, in);
	exec_memory(w, in);
	exec_stores(w, in);
	if (fn)
		fn(w, in);
	else
		do_other(w, in);
	choice_flags(w, in);
}
