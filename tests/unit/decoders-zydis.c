// SPDX-License-Identifier: GPL-2.0-only
/* The checker's decoder, asked for a class by the other one's names. */
#include <Zydis/Zydis.h>

#include "check/decode.h"
#include "unit/decoders.h"

static const char *by_mnemonic(unsigned int op)
{
	switch (op) {
	case ZYDIS_MNEMONIC_SYSCALL: return "syscall";
	case ZYDIS_MNEMONIC_SYSENTER: return "sysenter";
	case ZYDIS_MNEMONIC_SYSEXIT: return "sysexit";
	case ZYDIS_MNEMONIC_SYSRET: return "sysret";
	case ZYDIS_MNEMONIC_INT:
	case ZYDIS_MNEMONIC_INT3: return "int";
	case ZYDIS_MNEMONIC_WRMSR: return "wrmsr";
	case ZYDIS_MNEMONIC_RDMSR: return "rdmsr";
	case ZYDIS_MNEMONIC_CPUID: return "cpuid";
	case ZYDIS_MNEMONIC_LFENCE: return "lfence";
	case ZYDIS_MNEMONIC_MONITOR: return "monitor";
	case ZYDIS_MNEMONIC_MWAIT: return "mwait";
	case ZYDIS_MNEMONIC_HLT: return "hlt";
	case ZYDIS_MNEMONIC_LIDT: return "lidt";
	case ZYDIS_MNEMONIC_STD: return "std";
	case ZYDIS_MNEMONIC_SWAPGS: return "swapgs";
	case ZYDIS_MNEMONIC_VMLAUNCH:
	case ZYDIS_MNEMONIC_VMRESUME:
	case ZYDIS_MNEMONIC_VMRUN: return "vmentry";
	case ZYDIS_MNEMONIC_CLGI: return "clgi";
	case ZYDIS_MNEMONIC_STGI: return "stgi";
	case ZYDIS_MNEMONIC_LSS:
	case ZYDIS_MNEMONIC_LFS:
	case ZYDIS_MNEMONIC_LGS:
	case ZYDIS_MNEMONIC_LLDT:
	case ZYDIS_MNEMONIC_LTR: return "segment-load";
	default: return "other";
	}
}

static const char *by_branch(const struct insn *in)
{
	static const char *const names[] = {
		[BR_JMP] = "jmp", [BR_JCC] = "jmp", [BR_CALL] = "call",
		[BR_RET] = "ret", [BR_JMP_IND] = "indirect-jmp",
		[BR_CALL_IND] = "indirect-call", [BR_FAR] = "far-branch",
		[BR_IRET] = "iret",
	};

	return in->branch == BR_SYSRET || in->op == ZYDIS_MNEMONIC_SYSCALL ||
	       in->op == ZYDIS_MNEMONIC_SYSENTER ? by_mnemonic(in->op) :
	       names[in->branch];
}

const char *zydis_class(const uint8_t *p, size_t room, uint64_t addr,
			size_t *len, uint64_t *target)
{
	const struct operand *o;
	struct insn in;

	if (!decode(p, room, addr, &in))
		return NULL;
	*len = in.len;
	*target = in.target;
	if (in.branch != BR_NONE)
		return by_branch(&in);
	o = &in.o[0];
	if (in.nvisible && o->kind == OP_REG && o->write &&
	    (in.op == ZYDIS_MNEMONIC_MOV || in.op == ZYDIS_MNEMONIC_POP)) {
		if (o->reg == REG_SEG || o->reg == REG_GS)
			return "segment-load";
		if (o->reg == REG_CR3)
			return "mov-cr3";
	}
	return by_mnemonic(in.op);
}
