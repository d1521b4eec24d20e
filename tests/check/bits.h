/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A path of C with all bits that are known of each register, for what refuse.c
 * and forced.c ask: enough for flags that are tested and modes that are
 * compared. What is pushed is not followed.
 */
#ifndef CHECK_BITS_H
#define CHECK_BITS_H

#include "check/decode.h"

/* Of each bit: is it known, and is it set. */
struct bits { uint64_t known, set; };

/* The one bit of memory that is known: its address in bits, 0 none; or byte. */
struct memory {
	uint64_t bit;
	bool clear;
	uint64_t byte;
	uint8_t value;
};

struct bits_at {
	uint64_t ip;
	struct bits reg[NREG];
	int8_t zf, cf;			/* -1: not known */
};

/* Of what is no branch, and no question of bits_fork(). */
void bits_effect(const struct memory *m, struct bits_at *a,
		 const struct insn *in);
/* Does it write to what is known of memory, where it is seen to write? */
bool bits_spoil(const struct memory *m, const struct bits_at *a,
		const struct insn *in);
/* What C leaves. */
void bits_call(struct bits_at *a);
/* Jcc, CMOVcc, SETcc. */
bool bits_fork(const struct insn *in);
/* Is the condition true: 1, 0; -1: not known. */
int8_t bits_hold(const struct bits_at *a, uint16_t op);
/* Goes the one way; ip is behind the instruction. */
void bits_decide(const struct memory *m, struct bits_at *a,
		 const struct insn *in, bool on);

#endif
