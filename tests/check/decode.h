/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One instruction: its length, which kind of branch it is, and of each operand,
 * hidden ones included, whether it is written. By Zydis; the mnemonic
 * is its number, and nothing else of Zydis goes beyond this.
 */
#ifndef CHECK_DECODE_H
#define CHECK_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image;

enum reg { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13,
	   R14, R15, NREG, REG_NONE = NREG, REG_SEG,
	   REG_GS, REG_CR3, REG_CR, REG_DR, REG_OTHER };
enum opkind { OP_NONE, OP_REG, OP_MEM, OP_IMM };

/* What a call of C leaves undefined; the rest it gives back. */
#define CALL_CLOBBERS RAX, RCX, RDX, RSI, RDI, R8, R9, R10, R11

struct operand {
	enum opkind kind;
	uint16_t size;			/* bytes; 0: not known how many */
	bool write, high;		/* high: AH and the like */
	enum reg reg;			/* OP_REG; OP_MEM: the base */
	enum reg index;
	uint8_t scale;			/* of the index */
	bool gs, abs, rip;		/* abs: disp is the whole address */
	bool odd;			/* by FS, or cut to 32 bits */
	int64_t disp;			/* OP_IMM: the value */
};

enum branch { BR_NONE, BR_JMP, BR_JCC, BR_CALL, BR_RET, BR_JMP_IND,
	      BR_CALL_IND, BR_FAR, BR_IRET, BR_SYSRET };

struct insn {
	uint64_t addr;			/* as the CPU will see it */
	uint8_t len;
	uint16_t op;			/* ZydisMnemonic */
	uint8_t width;			/* of the operation, in bytes */
	enum branch branch;
	uint64_t target;		/* of a direct branch */
	uint8_t nop;			/* operands in use, hidden ones last */
	uint8_t nvisible;
	bool ns;			/* WRMSRNS: as WRMSR, serialises nothing */
	struct operand o[10];
};

/* Room for the text of any instruction. */
#define TEXT_LEN	(PLACE_LEN + 128)

const char *reg_name(enum reg reg);
/* The first instruction of the len bytes at p; false where they are none. */
bool decode(const uint8_t *p, size_t len, uint64_t addr, struct insn *in);
/* The instruction that stands in the file at addr, unpatched. */
bool decode_at(const struct image *im, uint64_t addr, struct insn *in);
/* Its text, in AT&T syntax, and the name of the address in it. */
const char *decode_text(const struct image *im, const struct insn *in,
			const uint8_t *p, char *buf, size_t len);

#endif
