// SPDX-License-Identifier: GPL-2.0-only
/* Operands: registers, stacks, variables. */
#include <string.h>

#include "check/check.h"
#include "check/operand.h"
#include "check/util.h"

/*
 * An unknown stack gets a number by the instruction that first uses it, the
 * same one in every walk: where it was taken is what tells stacks apart.
 */
static uint32_t stack_id(struct check *c, uint64_t addr)
{
	size_t i;

	for (i = 0; i < c->nstack; i++)
		if (c->stack_at[i] == addr)
			return STK_FIRST + i;
	c->stack_at = grow(c->stack_at, c->nstack, &c->capstack, sizeof(addr));
	c->stack_at[c->nstack++] = addr;
	return STK_FIRST + i;
}

/* Which stack it is that v, which comes into RSP, is the top of. */
static uint32_t stack_of(struct walker *w, const struct val *v)
{
	const struct layout *l = &w->c->lay;
	uint64_t addr = v->c;

	if (v->kind == V_LOAD && addr == l->top_of_stack)
		return STK_THREAD;
	if (v->kind == V_LOAD && l->tss && addr == l->tss + 4)
		return STK_TRAMP;
	/* the trampoline reaches the TSS relative to itself */
	if (v->kind == V_LOAD && in_range(w->here, l->tramp, l->tramp_end))
		return STK_THREAD;
	if (v->kind == V_ESPFIX)
		return STK_ESPFIX;
	return stack_id(w->c, w->here) | (v->kind == V_LOAD ? 0 : STK_LOST);
}

void need_stack(struct walker *w)
{
	struct val *sp = &w->s->r[RSP];
	uint32_t id;

	if (sp->kind == V_STK)
		return;
	id = stack_of(w, sp);
	slots_forget(w->s, id);
	*sp = (struct val){ .kind = V_STK, .aux = id };
}

struct addr address(struct walker *w, const struct operand *o)
{
	const struct val *b;

	if (o->abs)
		return (struct addr){ o->gs ? W_PERCPU : W_ABS, 0, o->disp };
	if (o->gs || o->odd || o->index != REG_NONE || o->reg >= NREG)
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

bool is_percpu_offset(struct walker *w, uint64_t addr)
{
	static const char *const names[] = { "__per_cpu_offset",
					     "pcpu_unit_offsets" };

	for (int i = 0; i < 2; i++) {
		const struct symbol *s = symbol_named(&w->c->im, names[i]);

		if (s && s->addr == addr)
			return true;
	}
	return false;
}

bool is_percpu(struct walker *w, uint64_t addr)
{
	const struct symbol *lo = symbol_named(&w->c->im, "__per_cpu_start");
	const struct symbol *hi = symbol_named(&w->c->im, "__per_cpu_end");

	/* up to v6.14 they are linked at 0 */
	return lo && hi ? in_range(addr, lo->addr, hi->addr) : !(addr >> 32);
}

/* Variables that hold a register of the user's are kept as a stack's slots. */
static uint32_t variable(const struct addr *a)
{
	return a->where == W_PERCPU ? STK_PERCPU : STK_VAR;
}

/* A variable; a half of one that holds the MSR is known as its half. */
static struct val load_var(struct walker *w, const struct addr *a, int size)
{
	struct val v = { .kind = V_LOAD, .c = a->off,
			 .percpu = a->where == W_PERCPU };
	struct val user = slot_get(w->s, variable(a), a->off);
	const struct symbol *sym;

	if (user.kind != V_SLOT && size == 8)
		return user;
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
}

/* The upper half of a slot is what a shift leaves of it. */
static struct val load_slot(const struct state *s, const struct addr *a,
			    int size)
{
	struct val v = slot_get(s, a->stack, a->off);
	struct val whole = slot_get(s, a->stack, a->off - 4);

	if (size == 8 || (size && v.kind == V_FRAME))
		return v;
	if (size != 4)
		return v_narrow(v, size);
	return whole.kind == V_MSR || whole.kind == V_LOAD ?
	       v_shift(whole, 0, 32, 8) : v_low32(v);
}

static struct val load(struct walker *w, const struct addr *a, int size)
{
	switch (a->where) {
	case W_STACK:
		return load_slot(w->s, a, size);
	case W_ABS:
	case W_PERCPU:
		return load_var(w, a, size);
	default:
		return v_top();
	}
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
		       v.kind == V_MSR ? v : v_narrow(v, o->size);
	case OP_MEM:
		/* which of them is by a register: this processor's */
		if (o->reg == REG_NONE && is_percpu_offset(w, o->disp))
			return (struct val){ .kind = V_LOAD, .c = o->disp };
		a = address(w, o);
		return load(w, &a, o->size);
	default:
		return v_top();
	}
}

/* To memory that is no known place: which stacks it may be on. */
static void write_somewhere(struct walker *w, const struct operand *o)
{
	const enum reg by[] = { o->reg, o->index };
	bool any = !in_c(w->e);

	/* a vector of indices: to as many places */
	if (o->index > REG_NONE) {
		slots_spoil(w->s, STK_NONE);
		return;
	}

	for (int i = 0; i < 2; i++) {
		const struct val *v = by[i] < NREG ? &w->s->r[by[i]] : NULL;

		if (!v)
			continue;
		if (v->kind == V_STK) {
			slots_spoil(w->s, v->aux);
			return;
		}
		any &= v->kind != V_LOAD && v->kind != V_ESPFIX;
	}
	if (any)
		slots_spoil(w->s, STK_NONE);
}

static void write_memory(struct walker *w, const struct operand *o,
			 struct val v)
{
	struct addr a = address(w, o);
	unsigned int size = o->size;

	if (v.kind == V_STK && a.where != W_STACK)
		w->s->regs |= REGS_POINTER;

	switch (a.where) {
	case W_STACK:
		/* the upper half of pushed flags is 0, and stays so */
		if (size == 4 && v.kind == V_FLAGS &&
		    slot_get(w->s, a.stack, a.off).kind == V_FLAGS)
			size = 8;
		slot_write(w->s, a.stack, a.off, size, v);
		break;
	case W_ABS:
	case W_PERCPU:
		if (v.kind == V_REG && size == 8)
			slot_write(w->s, variable(&a), a.off, size, v);
		else
			slots_drop(w->s, variable(&a), a.off, size);
		break;
	case W_UNKNOWN:
		write_somewhere(w, o);
		break;
	}
}

/* The lowest bytes of a number, and the others stay. */
static struct val with_low(struct val old, struct val v,
			   const struct operand *o)
{
	struct val low = v_narrow(v, o->size);

	if (o->high || old.kind != V_CONST || low.kind != V_CONST)
		return v_top();
	return v_const((old.c & ~((1ll << o->size * 8) - 1)) | low.c);
}

void operand_write(struct walker *w, const struct operand *o, struct val v)
{
	if (o->kind == OP_REG && o->reg < NREG) {
		if (o->size == 4)
			v = v_low32(v);
		else if (o->size < 4)
			v = with_low(w->s->r[o->reg], v, o);
		w->s->r[o->reg] = v;
	} else if (o->kind == OP_MEM) {
		write_memory(w, o, v);
	}
}

void push(struct walker *w, struct val v)
{
	struct val *sp = &w->s->r[RSP];

	need_stack(w);
	sp->c -= 8;
	slot_write(w->s, sp->aux, sp->c, 8, v);
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

void push_as(struct walker *w, const struct insn *in, struct val v)
{
	struct val *sp = &w->s->r[RSP];

	if (in->width != 2) {
		push(w, v);
		return;
	}
	need_stack(w);
	sp->c -= 2;
	slot_write(w->s, sp->aux, sp->c, 2, v_top());
}

struct val pop_as(struct walker *w, const struct insn *in)
{
	struct val v = pop(w);

	if (in->width != 2)
		return v;
	w->s->r[RSP].c -= 6;
	return v_top();
}
