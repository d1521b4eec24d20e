/* SPDX-License-Identifier: GPL-2.0-only */
/* One side of a macro's alternative, executed with symbols for values. */
#ifndef UNIT_MACROS_H
#define UNIT_MACROS_H

#include <Zydis/Zydis.h>
#include <stdbool.h>
#include <stddef.h>

/* One side of a macro, as bytes and as instructions. */
struct side {
	unsigned char byte[512];
	size_t len;
	struct insn {
		ZydisDecodedInstruction i;
		ZydisDecodedOperand op[ZYDIS_MAX_OPERAND_COUNT];
		size_t at;
	} insn[128];
	unsigned int nr;
	bool undecoded;
};

/* Decodes what is in byte and len. */
void decode(struct side *s);

/*
 * Executes one side. Bit i of @leg says whether the i-th conditional jump met
 * is taken; @may, up to NULL, is what may be lost; @out is a register to show.
 * ecx and value are those of the last RDMSR or WRMSR.
 */
const char *execute(const struct side *s, unsigned int leg, const char **may,
		    const char *out);

#endif
