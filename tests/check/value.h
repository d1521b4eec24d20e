/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Abstract values: what a register or a stack slot holds, as far as a rule
 * asks. They are compared and hashed byte by byte, so what a kind does not use
 * is 0.
 */
#ifndef CHECK_VALUE_H
#define CHECK_VALUE_H

#include <stdbool.h>
#include <stdint.h>

enum kind {
	V_TOP,			/* anything */
	V_CONST,		/* c */
	V_UPTO,			/* not known, and not above c */
	V_LOW,			/* the low 32 bits are c, the others not known */
	V_STK,			/* stack aux, offset c */
	V_LOAD,			/* contents of the variable at c; aux, see below */
	V_MSR,			/* IA32_SPEC_CTRL as it was read at delivery */
	V_CR3,			/* c: enum tri of the user bit */
	V_FRAME,		/* the hardware's frame, slot c */
	V_GSHI,			/* upper half of the GS base at delivery */
	V_GSBASE,
	V_REG,			/* register c as it was at the entry */
	V_SLOT,			/* stack aux, offset c, as C left it */
	V_FLAGS,		/* pushed flags; c: enum tri of IF */
	V_ESPFIX,		/* an address in the espfix stack */
	V_RET,			/* what C has returned */
};

enum part { P_FULL, P_LO, P_HI, P_HISHL };
enum bit0 { B_ASIS, B_CLEAR, B_SET };

struct val {
	uint8_t kind;
	uint8_t part;		/* V_LOAD, V_MSR, V_REG: which bits are here */
	uint8_t bit0;		/* and what was done to IBRS in them */
	uint8_t percpu;
	uint32_t aux;		/* V_LOAD: STIBP, where that was set in it */
	int64_t c;
};

enum tri { NO, YES, MAYBE };

struct val v_top(void);
struct val v_const(int64_t c);
/* The low 32 bits, as ECX is the number of an MSR; false: not known. */
bool v_number(const struct val *v, uint32_t *n);
/* They are known, and n. */
bool v_is(const struct val *v, uint32_t n);
/* IF in flags that are popped */
enum tri v_irq(const struct val *v);
/* A selector that a frame of the CPU can have as CS */
bool v_is_cs(const struct val *v);
/* What a 32-bit write of v leaves in a register. */
struct val v_low32(struct val v);
/* The lowest 1 or 2 bytes of v; V_TOP where they are no known kind. */
struct val v_narrow(struct val v, int size);
/* size: of the operation, in bytes. V_TOP where the result is no known kind. */
struct val v_and(struct val v, struct val m, int size);
struct val v_or(struct val a, struct val b, int size);
struct val v_shift(struct val v, int left, unsigned int n, int size);

#endif
