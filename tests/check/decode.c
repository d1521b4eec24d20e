// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes to struct insn, by Zydis: it tells direct from indirect branches and
 * says of each operand, hidden ones included, whether it is read or written.
 */
#include <Zydis/Zydis.h>
#include <stdio.h>
#include <string.h>

#include "check/decode.h"
#include "check/elf.h"

const char *reg_name(enum reg reg)
{
	static const char *const names[NREG] = { "rax", "rcx", "rdx", "rbx",
		"rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12",
		"r13", "r14", "r15" };

	return reg < NREG ? names[reg] : "?";
}

static enum reg reg_of(ZydisRegister r, bool *high)
{
	ZydisRegister big;

	*high = r == ZYDIS_REGISTER_AH || r == ZYDIS_REGISTER_CH ||
		r == ZYDIS_REGISTER_DH || r == ZYDIS_REGISTER_BH;
	if (r == ZYDIS_REGISTER_NONE)
		return REG_NONE;
	if (r == ZYDIS_REGISTER_CR3)
		return REG_CR3;
	if (ZydisRegisterGetClass(r) == ZYDIS_REGCLASS_CONTROL &&
	    r != ZYDIS_REGISTER_CR8)
		return REG_CR;
	if (ZydisRegisterGetClass(r) == ZYDIS_REGCLASS_DEBUG)
		return REG_DR;
	if (r == ZYDIS_REGISTER_GS)
		return REG_GS;
	if (ZydisRegisterGetClass(r) == ZYDIS_REGCLASS_SEGMENT)
		return REG_SEG;
	big = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, r);
	if (big >= ZYDIS_REGISTER_RAX && big <= ZYDIS_REGISTER_R15)
		return (enum reg)(big - ZYDIS_REGISTER_RAX);
	return REG_OTHER;
}

static void operand(struct operand *o, const ZydisDecodedInstruction *zi,
		    const ZydisDecodedOperand *zo, uint64_t addr)
{
	bool high;

	memset(o, 0, sizeof(*o));
	o->size = zo->size / 8;
	o->write = zo->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE;
	switch (zo->type) {
	case ZYDIS_OPERAND_TYPE_REGISTER:
		o->kind = OP_REG;
		o->reg = reg_of(zo->reg.value, &o->high);
		break;
	case ZYDIS_OPERAND_TYPE_IMMEDIATE:
		o->kind = OP_IMM;
		o->disp = zo->imm.is_signed ? zo->imm.value.s :
					      (int64_t)zo->imm.value.u;
		break;
	case ZYDIS_OPERAND_TYPE_MEMORY:
		o->kind = OP_MEM;
		o->gs = zo->mem.segment == ZYDIS_REGISTER_GS;
		o->disp = zo->mem.disp.has_displacement ?
			  zo->mem.disp.value : 0;
		o->index = reg_of(zo->mem.index, &high);
		o->scale = zo->mem.scale;
		o->reg = reg_of(zo->mem.base, &high);
		if (zo->mem.base == ZYDIS_REGISTER_RIP) {
			o->rip = true;
			o->disp += addr + zi->length;
			o->reg = REG_NONE;
		}
		o->odd = zo->mem.segment == ZYDIS_REGISTER_FS ||
			 zi->address_width != 64;
		o->abs = o->reg == REG_NONE && o->index == REG_NONE && !o->odd;
		/* of a string, and RCX says how much of it */
		if (zi->attributes & (ZYDIS_ATTRIB_HAS_REP |
		    ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE))
			o->size = 0;
		break;
	default:
		o->kind = OP_NONE;
	}
}

static void branch(struct insn *in, const ZydisDecodedInstruction *zi,
		   const ZydisDecodedOperand *zo)
{
	bool direct = zi->operand_count_visible &&
		      zo[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE &&
		      zo[0].imm.is_relative;

	switch (zi->mnemonic) {
	case ZYDIS_MNEMONIC_IRET:
	case ZYDIS_MNEMONIC_IRETD:
	case ZYDIS_MNEMONIC_IRETQ:
		in->branch = BR_IRET;
		return;
	case ZYDIS_MNEMONIC_SYSRET:
	case ZYDIS_MNEMONIC_SYSEXIT:
		in->branch = BR_SYSRET;
		return;
	case ZYDIS_MNEMONIC_SYSCALL:
	case ZYDIS_MNEMONIC_SYSENTER:
		in->branch = BR_FAR;	/* to what MSRs hold */
		return;
	default:
		break;
	}
	switch (zi->meta.category) {
	case ZYDIS_CATEGORY_CALL:
		in->branch = zi->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR ?
			BR_FAR : direct ? BR_CALL : BR_CALL_IND;
		break;
	case ZYDIS_CATEGORY_UNCOND_BR:
		if (zi->mnemonic != ZYDIS_MNEMONIC_JMP)
			return;		/* XABORT: no branch of its own */
		in->branch = zi->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR ?
			BR_FAR : direct ? BR_JMP : BR_JMP_IND;
		break;
	case ZYDIS_CATEGORY_COND_BR:
		in->branch = direct ? BR_JCC : BR_NONE;
		break;
	case ZYDIS_CATEGORY_RET:
		in->branch = zi->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR ?
			BR_FAR : BR_RET;
		break;
	default:
		return;
	}
	if (direct)
		in->target = in->addr + in->len + zo[0].imm.value.s;
}

static const ZydisDecoder *decoder(void)
{
	static ZydisDecoder d;
	static bool ready;

	if (!ready) {
		ZydisDecoderInit(&d, ZYDIS_MACHINE_MODE_LONG_64,
				 ZYDIS_STACK_WIDTH_64);
		ready = true;
	}
	return &d;
}

/* What Zydis 4.0 does not know, or not as the kernel means it. */
static const struct unlisted {
	uint8_t len, bytes[4];
	uint16_t op;
	enum branch branch;
	const char *name;
} unlisted[] = {
	/* v4.15's WARN(); the manual's has a ModRM byte */
	{ 2, { 0x0f, 0xff }, ZYDIS_MNEMONIC_UD0, BR_NONE, "ud0" },
	{ 4, { 0xf3, 0x0f, 0x01, 0xca }, ZYDIS_MNEMONIC_IRETQ, BR_IRET, "eretu" },
	{ 4, { 0xf2, 0x0f, 0x01, 0xca }, ZYDIS_MNEMONIC_IRETQ, BR_IRET, "erets" },
};

static const struct unlisted *unlisted_at(const uint8_t *p, size_t len)
{
	for (size_t i = 0; p && i < sizeof(unlisted) / sizeof(*unlisted); i++)
		if (len >= unlisted[i].len &&
		    !memcmp(p, unlisted[i].bytes, unlisted[i].len))
			return &unlisted[i];
	return NULL;
}

/* Zydis 4.0 does not know it: WRMSR to all that is asked here, but one. */
static bool wrmsrns(const uint8_t *p, size_t len, uint64_t addr,
		    struct insn *in)
{
	static const uint8_t ns[] = { 0x0f, 0x01, 0xc6 }, wrmsr[] = { 0x0f, 0x30 };

	if (len < sizeof(ns) || memcmp(p, ns, sizeof(ns)) ||
	    !decode(wrmsr, sizeof(wrmsr), addr, in))
		return false;
	in->len = sizeof(ns);
	in->ns = true;
	return true;
}

bool decode(const uint8_t *p, size_t len, uint64_t addr, struct insn *in)
{
	ZydisDecodedOperand zo[ZYDIS_MAX_OPERAND_COUNT];
	const struct unlisted *u = unlisted_at(p, len);
	ZydisDecodedInstruction zi;

	if (p && wrmsrns(p, len, addr, in))
		return true;
	if (u) {
		*in = (struct insn){ .addr = addr, .len = u->len, .op = u->op,
				     .branch = u->branch };
		return true;
	}
	if (!p || !len ||
	    ZYAN_FAILED(ZydisDecoderDecodeFull(decoder(), p,
			len > 15 ? 15 : len, &zi, zo)))
		return false;
	memset(in, 0, sizeof(*in));
	in->addr = addr;
	in->len = zi.length;
	in->op = zi.mnemonic;
	in->width = zi.operand_width / 8;
	in->nop = zi.operand_count;
	in->nvisible = zi.operand_count_visible;
	for (int i = 0; i < in->nop; i++)
		operand(&in->o[i], &zi, &zo[i], addr);
	branch(in, &zi, zo);
	return true;
}

bool decode_at(const struct image *im, uint64_t addr, struct insn *in)
{
	return decode(image_at(im, addr, 1), image_room(im, addr), addr, in);
}

/* Behind the text: what the address in it is called. */
static void name_address(const struct image *im, const struct insn *in,
			 char *buf, size_t len)
{
	char name[PLACE_LEN];

	for (int i = 0; i < in->nvisible; i++) {
		const struct operand *o = &in->o[i];
		bool mem = o->kind == OP_MEM && o->abs;
		size_t n = strlen(buf);

		if (!mem && !(o->kind == OP_IMM && section_of(im, o->disp)))
			continue;
		snprintf(buf + n, len - n, "  # %s%s",
			 mem && o->gs ? "per-CPU " : "",
			 place(im, o->disp, name, sizeof(name)));
		return;
	}
}

const char *decode_text(const struct image *im, const struct insn *in,
			const uint8_t *p, char *buf, size_t len)
{
	ZydisDecodedOperand zo[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction zi;
	const struct unlisted *u;
	ZydisFormatter fm;
	char name[PLACE_LEN];

	if (in->branch == BR_JMP || in->branch == BR_JCC ||
	    in->branch == BR_CALL) {
		snprintf(buf, len, "%-6s %s",
			 ZydisMnemonicGetString(in->op),
			 place(im, in->target, name, sizeof(name)));
		return buf;
	}
	u = unlisted_at(p, in->len);
	if (u) {
		snprintf(buf, len, "%s", u->name);
		return buf;
	}
	ZydisFormatterInit(&fm, ZYDIS_FORMATTER_STYLE_ATT);
	if (!p ||
	    ZYAN_FAILED(ZydisDecoderDecodeFull(decoder(), p, in->len, &zi,
					       zo)) ||
	    ZYAN_FAILED(ZydisFormatterFormatInstruction(&fm, &zi, zo,
			zi.operand_count_visible, buf, len, in->addr,
			ZYAN_NULL)))
		snprintf(buf, len, "?");
	name_address(im, in, buf, len);
	return buf;
}
