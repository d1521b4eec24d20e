// SPDX-License-Identifier: GPL-2.0-only
/* Who accesses MSRs for others. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/scan.h"
#include "check/util.h"
#include "check/wrapper.h"

static bool has_msr(const uint8_t *p, size_t len)
{
	return memmem(p, len, "\x0f\x32", 2) || memmem(p, len, "\x0f\x30", 2) ||
	       memmem(p, len, "\x0f\x01\xc6", 3);
}

static struct wrapper *wrapper_at(const struct check *c, uint64_t addr)
{
	if (!(c->wrap_at[addr / 512 % 64] >> addr / 8 % 64 & 1))
		return NULL;
	for (size_t i = 0; i < c->nwrap; i++)
		if (c->wrap[i].addr == addr)
			return &c->wrap[i];
	return NULL;
}

/* CALL and JMP, wherever their first byte may be. */
static bool has_branch(const struct check *c, const uint8_t *p, size_t len,
		       uint64_t addr)
{
	for (size_t i = 0; i + 2 <= len; i++) {
		bool near = (p[i] & 0xfe) == 0xe8;

		if (near && i + 5 <= len &&
		    wrapper_at(c, addr + i + 5 + (int32_t)get32(p + i + 1)))
			return true;
		if (p[i] == 0xeb &&
		    wrapper_at(c, addr + i + 2 + (int8_t)p[i + 1]))
			return true;
	}
	return false;
}

bool has_access(const struct scan *s, const uint8_t *p, size_t len,
		uint64_t addr)
{
	return has_msr(p, len) || has_branch(s->c, p, len, addr);
}

static bool wanted_msr(const struct scan *s, const uint8_t *p, size_t len,
		       uint64_t addr)
{
	(void)s;
	(void)addr;
	return has_msr(p, len);
}

static bool wanted_branch(const struct scan *s, const uint8_t *p, size_t len,
			  uint64_t addr)
{
	return has_branch(s->c, p, len, addr);
}

static void add(struct scan *s, bool write, uint8_t arg)
{
	struct check *c = s->c;
	uint64_t addr = s->fn->addr;
	struct wrapper *w = wrapper_at(c, addr);

	if (w) {
		w->write |= write;
		if (w->arg != arg)
			w->arg = 0;
		return;
	}
	c->wrap = grow(c->wrap, c->nwrap, &c->capwrap, sizeof(*c->wrap));
	c->wrap[c->nwrap++] = (struct wrapper){ addr, write, arg };
	c->wrap_at[addr / 512 % 64] |= 1ull << addr / 8 % 64;
}

static void each_msr(struct scan *s, const struct insn *in)
{
	bool write = in->op == ZYDIS_MNEMONIC_WRMSR;

	if (!s->known[RCX] && s->fn &&
	    !in_entry_text(s->c, s->fn->addr))
		add(s, write, s->from_arg[RCX]);
}

/* An argument that is passed on to one whose number is an argument. */
static void each_call(struct scan *s, const struct insn *in)
{
	const struct wrapper *w;
	int reg;

	if ((in->branch != BR_CALL && in->branch != BR_JMP) || !s->fn ||
	    in_entry_text(s->c, s->fn->addr))
		return;
	w = wrapper_at(s->c, in->target);
	if (!w || w->addr == s->fn->addr || !w->arg ||
	    wrapper_at(s->c, s->fn->addr))
		return;
	reg = argument_reg(w->arg);
	if (s->from_arg[reg])
		add(s, w->write, s->from_arg[reg]);
}

/* Each pass finds those that call what the one before it has found. */
void wrappers_find(struct check *c)
{
	struct scan s = { .c = c, .msr = each_msr, .wanted = wanted_msr };
	size_t had;

	scan_text(&s);
	s.msr = NULL;
	s.call = each_call;
	s.wanted = wanted_branch;
	do {
		had = c->nwrap;
		scan_text(&s);
	} while (c->nwrap > had);
}

int argument_reg(unsigned int arg)
{
	static const enum reg regs[] = { RDI, RSI, RDX, RCX, R8, R9 };

	return regs[arg - 1];
}

static enum access by_name(const char *name)
{
	if (!strcmp(name, "pv_cpu_ops") || !strcmp(name, "pv_ops"))
		return ACCESS_WRITE;	/* or a read: which is not told */
	if (!strstr(name, "msr"))
		return ACCESS_NONE;
	return strstr(name, "rdmsr") || strstr(name, "read") ? ACCESS_READ :
	       ACCESS_WRITE;
}

static enum access by_target(const struct check *c, uint64_t to,
			     const struct wrapper **by)
{
	const struct symbol *s;

	*by = wrapper_at(c, to);
	if (*by)
		return (*by)->write ? ACCESS_WRITE : ACCESS_READ;
	s = symbol_at(&c->im, to);
	return s ? by_name(s->name) : ACCESS_NONE;
}

/*
 * Through a pointer: what it holds in the file, which for paravirt's is what
 * they are patched to on bare metal; or else what the pointer is named.
 */
static enum access by_pointer(const struct check *c, const struct operand *m,
			      const struct wrapper **by)
{
	const struct symbol *s;
	const uint8_t *slot;
	enum access a;

	if (m->kind != OP_MEM || !m->abs || m->gs)
		return ACCESS_NONE;
	slot = image_at(&c->im, m->disp, 8);
	a = slot && get64(slot) ? by_target(c, get64(slot), by) : ACCESS_NONE;
	if (a != ACCESS_NONE)
		return a;
	s = symbol_at(&c->im, m->disp);
	return s ? by_name(s->name) : ACCESS_NONE;
}

enum access call_access(const struct check *c, const struct insn *in,
			const struct wrapper **by)
{
	*by = NULL;
	if (in->branch == BR_CALL || in->branch == BR_JMP)
		return by_target(c, in->target, by);
	if (in->branch == BR_CALL_IND)
		return by_pointer(c, &in->o[0], by);
	return ACCESS_NONE;
}

enum access call_accesses(const struct check *c, const struct insn *in)
{
	const struct wrapper *by;

	return call_access(c, in, &by);
}

/* __x86_indirect_thunk_rax: the register of a retpoline; REG_NONE: none. */
static enum reg thunk_reg(const struct check *c, const struct insn *in)
{
	const struct symbol *f = symbol_at(&c->im, in->target);

	if (!f || f->addr != in->target ||
	    strncmp(f->name, "__x86_indirect_", 15))
		return REG_NONE;
	for (int i = 0; i < NREG; i++)
		if (!strcmp(reg_name((enum reg)i), strrchr(f->name, '_') + 1))
			return (enum reg)i;
	return REG_NONE;
}

struct insn call_resolved(const struct scan *s, const struct insn *in)
{
	bool call = in->branch == BR_CALL || in->branch == BR_CALL_IND;
	enum reg reg = REG_NONE;
	struct insn to = *in;

	if (in->branch == BR_CALL || in->branch == BR_JMP)
		reg = thunk_reg(s->c, in);
	else if (in->o[0].kind == OP_REG &&
		 (in->branch == BR_CALL_IND || in->branch == BR_JMP_IND))
		reg = in->o[0].reg;
	if (reg < NREG && s->known[reg]) {
		to.branch = call ? BR_CALL : BR_JMP;
		to.target = (int64_t)(int32_t)s->val[reg];
	}
	return to;
}
