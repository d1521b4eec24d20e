/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flags after an instruction that tests something: not their bits, but
 * what was asked. branch.h says what the answer tells.
 */
#ifndef CHECK_FLAGS_H
#define CHECK_FLAGS_H

#include "check/decode.h"
#include "check/state.h"

/* Nothing is known. */
void flags_top(struct state *s);
/* As an arithmetic operation with this result leaves them. */
void flags_of(struct state *s, struct val v, int size);
/* One bit of v, in CF (BT) or in ZF (TEST). */
void flags_bit(struct state *s, struct val v, unsigned int bit, bool on_cf);
/* ZF: o holds c. Where nothing else is asked, and of a register. */
void flags_equal(struct state *s, const struct operand *o, int64_t c);
/* The register of which they tell gets another value. */
void flags_written(struct state *s, const struct insn *in);
/* x and y: what the operands of in hold. */
void flags_test(struct state *s, const struct insn *in, struct val x,
		struct val y);
void flags_cmp(struct state *s, const struct insn *in, struct val x,
	       struct val y);

#endif
