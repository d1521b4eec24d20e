// SPDX-License-Identifier: GPL-2.0-only
/* Executes a macro with symbols for values. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "unit/macros.h"

void decode(struct side *s)
{
	ZydisDecoder d;
	size_t at = 0;

	ZydisDecoderInit(&d, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	for (s->nr = 0; at < s->len && s->nr < 128; s->nr++) {
		struct insn *n = &s->insn[s->nr];

		n->at = at;
		if (ZYAN_FAILED(ZydisDecoderDecodeFull(&d, s->byte + at,
				s->len - at, &n->i, n->op)))
			break;
		at += n->i.length;
	}
	s->undecoded = at != s->len;
}

typedef char text[256];

struct cpu {
	text reg[16], stack[8], ecx, value, tested, bad;
	unsigned int depth, rd, wr, fence, insns, mem, legs, leg, flags;
	size_t pc;
};

static const char * const all[] = {
	"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8", "r9", "r10",
	"r11", "r12", "r13", "r14", "r15", NULL,
};

static int reg_index(const char *name)
{
	for (int i = 0; all[i]; i++)
		if (!strcmp(all[i], name))
			return i;
	return -1;
}

static __attribute__((format(printf, 2, 3))) void set(text to, const char *fmt,
						      ...)
{
	text tmp;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(tmp, sizeof(tmp), fmt, ap);
	va_end(ap);
	strcpy(to, tmp);
}

/* The register, whatever its width; NULL, and the macro is bad, for others. */
static char *reg_of(struct cpu *c, const ZydisDecodedOperand *o)
{
	const char *name;
	int i = -1;

	if (o->type == ZYDIS_OPERAND_TYPE_REGISTER) {
		name = ZydisRegisterGetString(ZydisRegisterGetLargestEnclosing(
			ZYDIS_MACHINE_MODE_LONG_64, o->reg.value));
		i = name ? reg_index(name) : -1;
	}
	if (i >= 0)
		return c->reg[i];
	set(c->bad, "operand that is no register");
	return NULL;
}

static void value(struct cpu *c, const ZydisDecodedOperand *o, text v)
{
	const ZydisDecodedOperandMem *m = &o->mem;

	if (o->type == ZYDIS_OPERAND_TYPE_IMMEDIATE) {
		set(v, "0x%llx", (unsigned long long)o->imm.value.u);
	} else if (o->type == ZYDIS_OPERAND_TYPE_REGISTER) {
		const char *r = reg_of(c, o);

		set(v, "%s", r ? r : "");
	} else if (o->type == ZYDIS_OPERAND_TYPE_MEMORY &&
		   m->base == ZYDIS_REGISTER_NONE &&
		   m->index == ZYDIS_REGISTER_NONE) {
		c->mem++;
		set(v, "mem(0x%llx)", (unsigned long long)m->disp.value);
	} else if (o->type == ZYDIS_OPERAND_TYPE_MEMORY &&
		   m->base == ZYDIS_REGISTER_RSP &&
		   m->index == ZYDIS_REGISTER_NONE) {
		set(v, "stack(%lld)+%u", (long long)m->disp.value, c->depth);
	} else {
		set(c->bad, "operand that is not understood");
	}
}

/* What 32 bits of a register leave of what it had is its low half. */
static void store(struct cpu *c, const ZydisDecodedOperand *o, const char *v)
{
	char *r = reg_of(c, o);

	if (r && o->size < 32)
		set(c->bad, "a store of %u bits", o->size);
	else if (r)
		set(r, o->size == 32 && *v == 'r' ? "low(%.200s)" : "%s", v);
}

static void go_to(struct cpu *c, const struct side *s, const struct insn *n)
{
	size_t to = n->at + n->i.length + (size_t)n->op[0].imm.value.s;

	for (c->pc = 0; c->pc < s->nr; c->pc++)
		if (s->insn[c->pc].at == to)
			return;
	if (to != s->len)
		set(c->bad, "a jump to %zx", to);
}

static void access_msr(struct cpu *c, bool write)
{
	set(c->ecx, "%s", c->reg[reg_index("rcx")]);
	if (write) {
		c->wr++;
		set(c->value, "%.120s:%.120s", c->reg[reg_index("rdx")],
		    c->reg[reg_index("rax")]);
		return;
	}
	c->rd++;
	set(c->reg[reg_index("rax")], "msrlow");
	set(c->reg[reg_index("rdx")], "msrhigh");
	set(c->value, "-");
}

/* Arithmetic: the new value of the first operand, and the flags. */
static void compute(struct cpu *c, const struct insn *n)
{
	text a, b, v;

	value(c, &n->op[0], a);
	value(c, &n->op[1], b);
	c->flags = 1;
	switch (n->i.mnemonic) {
	case ZYDIS_MNEMONIC_SHL:
	case ZYDIS_MNEMONIC_SHR:
		set(v, "%s(%.120s,%.100s)",
		    n->i.mnemonic == ZYDIS_MNEMONIC_SHL ? "shl" : "shr", a, b);
		store(c, &n->op[0], v);
		break;
	case ZYDIS_MNEMONIC_OR:
		set(v, "or(%.120s,%.100s)", a, b);
		store(c, &n->op[0], v);
		break;
	default:		/* test, bt, bts */
		set(c->tested, "%.120s&%.100s", a, b);
		set(v, "bts(%.120s,%.100s)", a, b);
		if (n->i.mnemonic == ZYDIS_MNEMONIC_BTS)
			store(c, &n->op[0], v);
	}
}

static void push_pop(struct cpu *c, const struct insn *n)
{
	if (n->i.mnemonic == ZYDIS_MNEMONIC_PUSH) {
		if (c->depth == 8)
			set(c->bad, "a push too many");
		else
			value(c, &n->op[0], c->stack[c->depth++]);
	} else if (!c->depth) {
		set(c->bad, "a pop of nothing");
	} else {
		store(c, &n->op[0], c->stack[--c->depth]);
	}
}

/* An instruction this does not know: whoever adds one has to say what it does. */
static void step(struct cpu *c, const struct side *s)
{
	const struct insn *n = &s->insn[c->pc++];
	text v;

	switch (n->i.mnemonic) {
	case ZYDIS_MNEMONIC_MOV:
		value(c, &n->op[1], v);
		store(c, &n->op[0], v);
		break;
	case ZYDIS_MNEMONIC_PUSH:
	case ZYDIS_MNEMONIC_POP:
		push_pop(c, n);
		break;
	case ZYDIS_MNEMONIC_WRMSR:
	case ZYDIS_MNEMONIC_RDMSR:
		access_msr(c, n->i.mnemonic == ZYDIS_MNEMONIC_WRMSR);
		break;
	case ZYDIS_MNEMONIC_SHL:
	case ZYDIS_MNEMONIC_SHR:
	case ZYDIS_MNEMONIC_OR:
	case ZYDIS_MNEMONIC_TEST:
	case ZYDIS_MNEMONIC_BT:
	case ZYDIS_MNEMONIC_BTS:
		compute(c, n);
		break;
	case ZYDIS_MNEMONIC_LFENCE:
		c->fence++;
		break;
	case ZYDIS_MNEMONIC_JNZ:
	case ZYDIS_MNEMONIC_JB:
		if (!(c->leg >> c->legs++ & 1))
			break;
		/* fall through */
	case ZYDIS_MNEMONIC_JMP:
		go_to(c, s, n);
		break;
	case ZYDIS_MNEMONIC_NOP:
		break;
	default:
		set(c->bad, "%s", ZydisMnemonicGetString(n->i.mnemonic));
	}
}

const char *execute(const struct side *s, unsigned int leg, const char **may,
		    const char *out)
{
	static char line[2048];
	static struct cpu c;
	text lost = "";

	memset(&c, 0, sizeof(c));
	c.leg = leg;
	for (int i = 0; all[i]; i++)
		set(c.reg[i], "%s", all[i]);
	for (; c.pc < s->nr && !*c.bad && c.insns < 1000; c.insns++)
		step(&c, s);
	if (*c.bad || s->undecoded || c.insns == 1000) {
		snprintf(line, sizeof(line), "unknown %s", c.bad);
		return line;
	}
	for (int i = 0; all[i]; i++) {
		const char **f = may;

		while (*f && strcmp(*f, all[i]))
			f++;
		if (!*f && strcmp(c.reg[i], all[i]))
			set(lost, "%.200s%s,", lost, all[i]);
	}
	if (c.depth)
		set(lost, "%.200srsp,", lost);
	snprintf(line, sizeof(line), "rd=%u wr=%u fence=%u insns=%u mem=%u "
		 "ecx=%s value=%s lost=%s flags=%u legs=%u test=%s out=%s",
		 c.rd, c.wr, c.fence, c.insns, c.mem, *c.ecx ? c.ecx : "-",
		 *c.value ? c.value : "-", *lost ? lost : "-", c.flags, c.legs,
		 *c.tested ? c.tested : "-", out ? c.reg[reg_index(out)] : "-");
	return line;
}
