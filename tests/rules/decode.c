// SPDX-License-Identifier: GPL-2.0-only
/* Instruction classification; see decode.h for why it is done by hand. */
#include <stdbool.h>
#include <string.h>

#include "rules/decode.h"

/* REX counts right before the opcode only, but is skipped anywhere. */
static int is_prefix(uint8_t b)
{
	switch (b) {
	case 0x40 ... 0x4f:
	case 0x26: case 0x2e: case 0x36: case 0x3e:
	case 0x64: case 0x65: case 0x66: case 0x67:
	case 0xf0: case 0xf2: case 0xf3:
		return 1;
	}
	return 0;
}

static unsigned int reg_field(uint8_t modrm)
{
	return (modrm >> 3) & 7;
}

/* 0F 00 and 0F 01: system instructions told apart by ModRM. */
static unsigned int decode_group67(uint8_t op, uint8_t modrm)
{
	unsigned int reg = reg_field(modrm);
	int mem = modrm < 0xc0;

	if (op == 0x00)
		return reg == 2 || reg == 3 ? I_SEGLOAD : I_OTHER;
	switch (modrm) {
	case 0xc2: case 0xc3: case 0xd8:
		return I_VMENTRY;
	case 0xc8:
		return I_MONITOR;
	case 0xc9:
		return I_MWAIT;
	case 0xdc:
		return I_STGI;
	case 0xdd:
		return I_CLGI;
	case 0xf8:
		return I_SWAPGS;
	}
	return mem && reg == 3 ? I_LIDT : I_OTHER;
}

/* One of 66, F2 and F3 chooses the opcode here: F3 0F AE E8 is INCSSP. */
static bool chooses(uint8_t b)
{
	return b == 0x66 || b == 0xf2 || b == 0xf3;
}

static unsigned int decode_0f(const uint8_t *p, size_t n, bool chosen)
{
	uint8_t modrm = n > 1 ? p[1] : 0;

	switch (p[0]) {
	case 0x00: case 0x01:
		return n > 1 ? decode_group67(p[0], modrm) : I_OTHER;
	case 0x05:
		return I_SYSCALL;
	case 0x07:
		return I_SYSRET;
	case 0x22:
		return reg_field(modrm) == 3 ? I_MOVCR3 : I_OTHER;
	case 0x30:
		return I_WRMSR;
	case 0x32:
		return I_RDMSR;
	case 0x34:
		return I_SYSENTER;
	case 0x35:
		return I_SYSEXIT;
	case 0xa1: case 0xa9:			/* POP FS, POP GS */
	case 0xb2: case 0xb4: case 0xb5:	/* LSS, LFS, LGS */
		return I_SEGLOAD;
	case 0xa2:
		return I_CPUID;
	case 0xae:
		return modrm >= 0xe8 && modrm <= 0xef && !chosen ? I_LFENCE :
								   I_OTHER;
	}
	return p[0] >= 0x80 && p[0] <= 0x8f ? I_JMP : I_OTHER;
}

static unsigned int decode_ff(uint8_t modrm)
{
	switch (reg_field(modrm)) {
	case 2:
		return I_ICALL;
	case 4:
		return I_IJMP;
	case 3: case 5:
		return I_FAR;
	}
	return I_OTHER;
}

static unsigned int decode_1(const uint8_t *p, size_t n, bool chosen)
{
	switch (p[0]) {
	case 0x0f:
		return n > 1 ? decode_0f(p + 1, n - 1, chosen) : I_OTHER;
	case 0x8e:
		return I_SEGLOAD;
	case 0xc2: case 0xc3:
		return I_RET;
	case 0xca: case 0xcb: case 0x9a: case 0xea:
		return I_FAR;
	case 0xcc: case 0xcd:
		return I_INT;
	case 0xcf:
		return I_IRET;
	case 0xe0: case 0xe1: case 0xe2: case 0xe3:
	case 0xe9: case 0xeb:
		return I_JMP;
	case 0xe8:
		return I_CALL;
	case 0xf4:
		return I_HLT;
	case 0xfd:
		return I_STD;
	case 0xff:
		return n > 1 ? decode_ff(p[1]) : I_OTHER;
	}
	return p[0] >= 0x70 && p[0] <= 0x7f ? I_JMP : I_OTHER;
}

/* Displacement of a direct branch: the last one or four bytes. */
static void set_target(struct insn *in, const uint8_t *op, const uint8_t *p)
{
	int32_t d32;

	if (op[0] == 0xe8 || op[0] == 0xe9 || op[0] == 0x0f) {
		if (in->len < 5)
			return;
		memcpy(&d32, p + in->len - 4, 4);
		in->target = (int64_t)d32 + in->len;
	} else {
		in->target = (int64_t)(int8_t)p[in->len - 1] + in->len;
	}
}

struct insn decode_insn(const uint8_t *p, size_t len)
{
	struct insn in = { .cls = I_OTHER, .len = (uint8_t)len };
	bool chosen = false;
	size_t i = 0;

	for (; i < len && is_prefix(p[i]); i++)
		chosen |= chooses(p[i]);
	if (i >= len)
		return in;
	in.cls = (uint8_t)decode_1(p + i, len - i, chosen);
	if (in.cls == I_CALL || in.cls == I_JMP)
		set_target(&in, p + i, p);
	return in;
}

const char *insn_name(unsigned int cls)
{
	static const char * const names[] = {
		[I_OTHER] = "other", [I_CALL] = "call", [I_JMP] = "jmp",
		[I_ICALL] = "indirect-call", [I_IJMP] = "indirect-jmp",
		[I_RET] = "ret", [I_FAR] = "far-branch", [I_IRET] = "iret",
		[I_SYSRET] = "sysret", [I_SYSEXIT] = "sysexit",
		[I_SYSCALL] = "syscall", [I_SYSENTER] = "sysenter",
		[I_INT] = "int",
		[I_WRMSR] = "wrmsr", [I_RDMSR] = "rdmsr",
		[I_CPUID] = "cpuid", [I_LFENCE] = "lfence",
		[I_MONITOR] = "monitor", [I_MWAIT] = "mwait",
		[I_HLT] = "hlt", [I_LIDT] = "lidt", [I_STD] = "std",
		[I_SEGLOAD] = "segment-load", [I_MOVCR3] = "mov-cr3",
		[I_SWAPGS] = "swapgs", [I_VMENTRY] = "vmentry",
		[I_CLGI] = "clgi", [I_STGI] = "stgi",
	};

	return cls < sizeof(names) / sizeof(names[0]) ? names[cls] : "?";
}
