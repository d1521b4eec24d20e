/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an instruction is, as far as the rules ask.
 *
 * A hand-made classifier and not a disassembler library: QEMU hands over
 * whole instructions with their exact length, so only prefixes, one or two
 * opcode bytes and ModRM have to be looked at, and the plugin then needs
 * nothing outside Debian's base system.  Lengths are never computed here.
 */
#ifndef RULES_DECODE_H
#define RULES_DECODE_H

#include <stddef.h>
#include <stdint.h>

enum insn_class {
	I_OTHER,
	I_CALL,			/* direct near CALL */
	I_JMP,			/* direct near JMP or Jcc */
	I_ICALL,		/* near indirect CALL */
	I_IJMP,			/* near indirect JMP */
	I_RET,			/* near RET */
	I_FAR,			/* far JMP, CALL or RET */
	I_IRET,
	I_SYSRET,
	I_SYSEXIT,
	I_SYSCALL,
	I_SYSENTER,
	I_INT,			/* INT n, INT3 */
	I_WRMSR,
	I_RDMSR,
	I_CPUID,
	I_LFENCE,
	I_MONITOR,
	I_MWAIT,
	I_HLT,
	I_LIDT,
	I_STD,
	I_SEGLOAD,		/* any load of a segment or system selector */
	I_MOVCR3,		/* MOV to CR3 */
	I_SWAPGS,
	I_VMENTRY,		/* VMLAUNCH, VMRESUME, VMRUN */
	I_CLGI,
	I_STGI,
};

struct insn {
	uint8_t cls;		/* enum insn_class */
	uint8_t len;
	int64_t target;		/* of a direct branch, from its own start on */
};

/*
 * decode_insn - classify the @len bytes at @p, one whole instruction.
 * Code is taken as 64-bit (Intel SDM volume 2, opcode maps); in 32-bit user
 * code 40h-4Fh are instructions of their own and read as I_OTHER or as what
 * follows, which no rule looks at.
 */
struct insn decode_insn(const uint8_t *p, size_t len);

/* What rule R1 forbids while unprotected. */
static inline int insn_is_indirect(unsigned int cls)
{
	return cls == I_ICALL || cls == I_IJMP || cls == I_RET || cls == I_FAR;
}

/* Short lower-case name, for reports. */
const char *insn_name(unsigned int cls);

#endif
