// SPDX-License-Identifier: GPL-2.0-only
/* What one instruction does to the state; branches are in walk.c. */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"

enum where { W_UNKNOWN, W_STACK, W_ABS, W_PERCPU };

struct addr {
	enum where where;
	uint32_t stack;
	int64_t off;
};

/* An unknown stack gets a number by the instruction that first uses it. */
uint32_t stack_id(struct check *c, uint64_t addr)
{
	static size_t cap;
	size_t i;

	for (i = 0; i < c->nstack; i++)
		if (c->stack_at[i] == addr)
			return STK_FIRST + i;
	if (!c->nstack)
		cap = 0;
	c->stack_at = grow(c->stack_at, c->nstack, &cap, sizeof(addr));
	c->stack_at[c->nstack++] = addr;
	return STK_FIRST + i;
}

static uint32_t stack_of(struct walker *w, const struct val *v)
{
	const struct layout *l = &w->c->lay;
	uint64_t addr = v->c;

	if (v->kind == V_LOAD && addr == l->top_of_stack)
		return STK_THREAD;
	if (v->kind == V_LOAD && l->tss && addr == l->tss + 4)
		return STK_TRAMP;
	/* the trampoline reaches the TSS relative to itself */
	if (v->kind == V_LOAD && w->here - l->tramp < l->tramp_end - l->tramp)
		return STK_THREAD;
	return stack_id(w->c, w->here);
}

/* RSP is about to be used: from here on it names a stack. */
static void need_stack(struct walker *w)
{
	struct state *s = w->s;
	struct val v = s->r[RSP];
	uint32_t id;

	if (v.kind == V_STK)
		return;
	id = stack_of(w, &v);
	for (int i = s->nslot; i-- > 0;)
		if (s->slot[i].stack == id) {
			memmove(&s->slot[i], &s->slot[i + 1],
				(s->nslot - i - 1) * sizeof(s->slot[0]));
			s->nslot--;
		}
	s->r[RSP] = (struct val){ .kind = V_STK, .aux = id };
}

static struct addr address(struct walker *w, const struct operand *o)
{
	const struct val *b;

	if (o->abs)
		return (struct addr){ o->gs ? W_PERCPU : W_ABS, 0, o->disp };
	if (o->gs || o->index != REG_NONE || o->reg >= NREG)
		return (struct addr){ W_UNKNOWN, 0, 0 };
	if (o->reg == RSP)
		need_stack(w);
	b = &w->s->r[o->reg];
	if (b->kind == V_STK)
		return (struct addr){ W_STACK, b->aux, b->c + o->disp };
	if (b->kind == V_CONST)
		return (struct addr){ W_ABS, 0, b->c + o->disp };
	return (struct addr){ W_UNKNOWN, 0, 0 };
}

static struct val load(struct walker *w, const struct addr *a, int size)
{
	struct val v;
	const struct symbol *sym;

	switch (a->where) {
	case W_STACK:
		v = slot_get(w->s, a->stack, a->off);
		return size == 8 ? v : size == 4 ? v_low32(v) :
		       v.kind == V_FRAME || v.kind == V_CONST ? v : v_top();
	case W_ABS:
	case W_PERCPU:
		v = (struct val){ .kind = V_LOAD, .c = a->off,
				  .percpu = a->where == W_PERCPU };
		if (size == 8)
			return v;
		if (size != 4)
			return v_top();
		v.part = P_LO;
		sym = symbol_at(&w->c->im, a->off);
		if (sym && sym->addr == (uint64_t)a->off - 4 &&
		    strstr(sym->name, "spec_ctrl")) {
			v.c = sym->addr;
			v.part = P_HI;
		}
		return v;
	default:
		return v_top();
	}
}

static bool is_mem_access(const struct insn *in)
{
	return in->op != ZYDIS_MNEMONIC_LEA && in->op != ZYDIS_MNEMONIC_NOP &&
	       in->op != ZYDIS_MNEMONIC_PREFETCHT0 &&
	       in->op != ZYDIS_MNEMONIC_CLFLUSH;
}

struct val operand_read(struct walker *w, const struct operand *o)
{
	struct addr a;
	struct val v;

	switch (o->kind) {
	case OP_IMM:
		return v_const(o->disp);
	case OP_REG:
		if (o->reg >= NREG || o->high)
			return v_top();
		v = w->s->r[o->reg];
		return o->size == 8 ? v : o->size == 4 ? v_low32(v) :
		       v.kind == V_MSR || v.kind == V_CONST ? v : v_top();
	case OP_MEM:
		a = address(w, o);
		return load(w, &a, o->size);
	default:
		return v_top();
	}
}

static void operand_write(struct walker *w, const struct operand *o,
			  struct val v)
{
	struct addr a;

	if (o->kind == OP_REG && o->reg < NREG) {
		if (o->size == 4)
			v = v_low32(v);
		else if (o->size < 4)
			v = v_top();
		w->s->r[o->reg] = v;
	} else if (o->kind == OP_MEM) {
		a = address(w, o);
		if (a.where != W_STACK)
			return;
		if (a.off & 7 || o->size != 8)
			v = v_top();
		slot_set(w->s, a.stack, a.off & ~7ll, v);
	}
}

void push(struct walker *w, struct val v)
{
	struct val *sp = &w->s->r[RSP];

	need_stack(w);
	sp->c -= 8;
	slot_set(w->s, sp->aux, sp->c, v);
}

struct val pop(struct walker *w)
{
	struct val *sp = &w->s->r[RSP];
	struct val v;

	need_stack(w);
	v = slot_get(w->s, sp->aux, sp->c);
	sp->c += 8;
	return v;
}

/* --- arithmetic ------------------------------------------------------------ */
static struct val add_const(struct val v, int64_t n)
{
	if (v.kind == V_STK || v.kind == V_CONST) {
		v.c += n;
		return v;
	}
	return v_top();
}

static void do_arith(struct walker *w, const struct insn *in)
{
	const struct operand *d = &in->o[0];
	struct val x, y, r = v_top();
	bool same = in->nvisible > 1 && in->o[1].kind == OP_REG &&
		    d->kind == OP_REG && in->o[1].reg == d->reg;

	/* the top of a stack was loaded; CR3 is not reached by adding */
	if (d->kind == OP_REG && d->reg == RSP &&
	    (in->op == ZYDIS_MNEMONIC_ADD || in->op == ZYDIS_MNEMONIC_SUB))
		need_stack(w);
	x = operand_read(w, d);
	y = in->nvisible > 1 ? operand_read(w, &in->o[1]) : v_const(1);
	switch (in->op) {
	case ZYDIS_MNEMONIC_ADD:
	case ZYDIS_MNEMONIC_INC:
		if (y.kind == V_CONST)
			r = add_const(x, y.c);
		break;
	case ZYDIS_MNEMONIC_SUB:
	case ZYDIS_MNEMONIC_DEC:
		if (same)
			r = v_const(0);
		else if (y.kind == V_CONST)
			r = add_const(x, -y.c);
		break;
	case ZYDIS_MNEMONIC_AND:
		r = v_and(x, y, d->size);
		break;
	case ZYDIS_MNEMONIC_OR:
		r = v_or(x, y, d->size);
		break;
	default:	/* XOR */
		if (same)
			r = v_const(0);
		break;
	}
	if (d->size == 4 && r.kind == V_CONST)
		r.c = (uint32_t)r.c;
	operand_write(w, d, r);
	flags_of(w->s, r, d->size);
}

static void do_shift(struct walker *w, const struct insn *in)
{
	struct val n = operand_read(w, &in->o[1]), r = v_top();

	if (n.kind == V_CONST && in->op != ZYDIS_MNEMONIC_SAR)
		r = v_shift(operand_read(w, &in->o[0]),
			    in->op == ZYDIS_MNEMONIC_SHL, n.c & 63,
			    in->o[0].size);
	operand_write(w, &in->o[0], r);
	flags_top(w->s);
}

static void do_bit(struct walker *w, const struct insn *in)
{
	const struct operand *d = &in->o[0];
	struct val n = operand_read(w, &in->o[1]);
	struct val v = d->kind == OP_REG ? operand_read(w, d) : v_top();

	flags_top(w->s);
	if (n.kind == V_CONST && d->kind == OP_REG)
		flags_bit(w->s, v, n.c & 63, true);
	if (in->op == ZYDIS_MNEMONIC_BT || d->kind != OP_REG)
		return;
	if (v.kind == V_CR3 && n.kind == V_CONST && n.c == 12)
		v.c = in->op == ZYDIS_MNEMONIC_BTS ? YES : NO;
	else if (v.kind != V_CR3 || n.kind != V_CONST || n.c != 63)
		v = v_top();
	operand_write(w, d, v);
}

/* --- system instructions ---------------------------------------------------- */
static void do_mov(struct walker *w, const struct insn *in)
{
	const struct operand *d = &in->o[0], *src = &in->o[1];
	struct state *s = w->s;
	struct val v;

	if (d->kind == OP_REG && d->reg == REG_SEG) {
		rule_segment(w);
		return;
	}
	if (d->kind == OP_REG && d->reg == REG_CR3) {
		v = operand_read(w, src);
		s->cr3 = v.kind == V_CR3 ? v.c : MAYBE;
		if (s->cr3 == MAYBE)
			s->cr3 = s->dcr3;
		add_node(w, w->here, S_EVENT);
		return;
	}
	if (src->kind == OP_REG && src->reg == REG_CR3)
		v = (struct val){ .kind = V_CR3, .c = s->cr3 };
	else
		v = operand_read(w, src);
	operand_write(w, d, v);
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

static void do_swapgs(struct state *s)
{
	static const uint8_t other[] = {
		[GS_USER] = GS_KERNEL, [GS_KERNEL] = GS_USER,
		[GS_DELIV] = GS_DELIV_SWAPPED, [GS_DELIV_SWAPPED] = GS_DELIV,
	};

	s->gs = other[s->gs];
}

static void do_rdmsr(struct walker *w)
{
	struct val *r = w->s->r;

	if (r[RCX].kind == V_CONST && (uint32_t)r[RCX].c == MSR_SPEC_CTRL) {
		const struct symbol *k = symbol_named(&w->c->im,
						      "x86_spec_ctrl_kernel");

		rule_rdmsr(w);
		r[RAX] = r[RDX] = v_top();
		if (w->s->ibrs == IBRS_SET && k) {
			/* what was written, so what lies there */
			r[RAX] = (struct val){ .kind = V_LOAD, .part = P_LO,
					       .c = k->addr };
			r[RDX] = (struct val){ .kind = V_LOAD, .part = P_HI,
					       .c = k->addr };
		} else if (w->s->ibrs == IBRS_DELIV) {
			r[RAX] = (struct val){ .kind = V_MSR, .part = P_LO };
			r[RDX] = (struct val){ .kind = V_MSR, .part = P_HI };
		}
		return;
	}
	r[RAX] = r[RDX] = v_top();
	if (r[RCX].kind == V_CONST && (uint32_t)r[RCX].c == MSR_GS_BASE &&
	    w->s->gs == GS_DELIV)
		r[RDX].kind = V_GSHI;
}

static void do_wrgsbase(struct walker *w, const struct insn *in)
{
	struct val v = operand_read(w, &in->o[0]);
	struct state *s = w->s;

	if (v.kind == V_GSBASE)
		s->gs = s->dgs == YES ? GS_KERNEL : s->dgs == NO ? GS_USER :
			GS_DELIV;
	else
		s->gs = GS_KERNEL;
}

static void set_irq(struct walker *w, enum tri on)
{
	w->s->irq = on;
	if (on == YES)
		rule_irq_on(w);
}

static void do_popf(struct walker *w)
{
	struct val v = pop(w);

	flags_top(w->s);
	set_irq(w, v.kind == V_FLAGS ? (enum tri)v.c :
		v.kind == V_CONST ? (v.c >> 9 & 1 ? YES : NO) : MAYBE);
}

/* Whatever it is: what it writes is unknown afterwards. */
static void do_other(struct walker *w, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].write)
			operand_write(w, &in->o[i], v_top());
	flags_top(w->s);
}

static void memory_rules(struct walker *w, const struct insn *in)
{
	for (int i = 0; i < in->nvisible; i++) {
		const struct operand *o = &in->o[i];

		if (o->kind != OP_MEM)
			continue;
		if (!o->abs && o->reg == RSP)
			need_stack(w);
		rule_memory(w, o, o->abs || o->reg >= NREG ? v_top() :
			    w->s->r[o->reg]);
	}
}

void exec_insn(struct walker *w, const struct fetch *f)
{
	const struct insn *in = &f->in;
	struct state *s = w->s;
	struct val v, x;

	if (is_mem_access(in))
		memory_rules(w, in);
	switch (in->op) {
	case ZYDIS_MNEMONIC_MOV:
		do_mov(w, in);
		break;
	case ZYDIS_MNEMONIC_LEA:
		do_lea(w, in);
		break;
	case ZYDIS_MNEMONIC_PUSH:
		v = operand_read(w, &in->o[0]);
		rule_memory(w, NULL, s->r[RSP]);
		push(w, v);
		break;
	case ZYDIS_MNEMONIC_POP:
		rule_memory(w, NULL, s->r[RSP]);
		v = pop(w);
		operand_write(w, &in->o[0], v);
		break;
	case ZYDIS_MNEMONIC_LEAVE:
		s->r[RSP] = s->r[RBP];
		s->r[RBP] = pop(w);
		break;
	case ZYDIS_MNEMONIC_XCHG:
		v = operand_read(w, &in->o[0]);
		x = operand_read(w, &in->o[1]);
		operand_write(w, &in->o[0], x);
		operand_write(w, &in->o[1], v);
		break;
	case ZYDIS_MNEMONIC_ADD:
	case ZYDIS_MNEMONIC_SUB:
	case ZYDIS_MNEMONIC_INC:
	case ZYDIS_MNEMONIC_DEC:
	case ZYDIS_MNEMONIC_AND:
	case ZYDIS_MNEMONIC_OR:
	case ZYDIS_MNEMONIC_XOR:
		do_arith(w, in);
		break;
	case ZYDIS_MNEMONIC_SHL:
	case ZYDIS_MNEMONIC_SHR:
	case ZYDIS_MNEMONIC_SAR:
		do_shift(w, in);
		break;
	case ZYDIS_MNEMONIC_TEST:
		flags_test(w, in);
		break;
	case ZYDIS_MNEMONIC_CMP:
		flags_cmp(w, in);
		break;
	case ZYDIS_MNEMONIC_BT:
	case ZYDIS_MNEMONIC_BTS:
	case ZYDIS_MNEMONIC_BTR:
	case ZYDIS_MNEMONIC_BTC:
		do_bit(w, in);
		break;
	case ZYDIS_MNEMONIC_RDMSR:
		add_node(w, w->here, S_EVENT);
		do_rdmsr(w);
		break;
	case ZYDIS_MNEMONIC_WRMSR:
		add_node(w, w->here, S_EVENT);
		rule_wrmsr(w);
		break;
	case ZYDIS_MNEMONIC_SWAPGS:
		add_node(w, w->here, S_EVENT);
		do_swapgs(s);
		break;
	case ZYDIS_MNEMONIC_RDGSBASE:
		v = v_top();
		if (s->gs == GS_DELIV)
			v.kind = V_GSBASE;
		operand_write(w, &in->o[0], v);
		break;
	case ZYDIS_MNEMONIC_WRGSBASE:
		do_wrgsbase(w, in);
		break;
	case ZYDIS_MNEMONIC_CLI:
		s->irq = NO;
		break;
	case ZYDIS_MNEMONIC_STI:
		add_node(w, w->here, S_EVENT);
		set_irq(w, YES);
		break;
	case ZYDIS_MNEMONIC_PUSHFQ:
		push(w, (struct val){ .kind = V_FLAGS, .c = s->irq });
		break;
	case ZYDIS_MNEMONIC_POPFQ:
		do_popf(w);
		break;
	case ZYDIS_MNEMONIC_LFENCE:
		s->fence = 0;
		break;
	case ZYDIS_MNEMONIC_MWAIT:
		rule_idle(w, "MWAIT");
		break;
	case ZYDIS_MNEMONIC_HLT:
		rule_idle(w, "HLT");
		break;
	case ZYDIS_MNEMONIC_NOP:
	case ZYDIS_MNEMONIC_CLD:
	case ZYDIS_MNEMONIC_STD:
	case ZYDIS_MNEMONIC_CLAC:
	case ZYDIS_MNEMONIC_STAC:
	case ZYDIS_MNEMONIC_PAUSE:
	case ZYDIS_MNEMONIC_ENDBR64:
	case ZYDIS_MNEMONIC_MFENCE:
	case ZYDIS_MNEMONIC_SFENCE:
		break;
	case ZYDIS_MNEMONIC_LDS:
	case ZYDIS_MNEMONIC_LSS:
	case ZYDIS_MNEMONIC_LFS:
	case ZYDIS_MNEMONIC_LGS:
		rule_segment(w);
		do_other(w, in);
		break;
	default:
		do_other(w, in);
	}
}
