/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What switch_mm_irqs_off() asks before it issues IBPB: a feature, or whether
 * the mm that is next is another than the last one, and needs it.
 */
#ifndef CHECK_OTHER_MM_H
#define CHECK_OTHER_MM_H

#include "check/decode.h"

struct check;

/* Where a value comes from; each that is not one of these is NONE. */
enum origin {
	FROM_NONE,
	FROM_NEXT,		/* the pointer to the mm that is next */
	FROM_PREV,		/* and to the one before */
	FROM_FIELD,		/* what is in the mm that is next */
	FROM_RECORD,		/* a variable of this processor */
};

/* What the flags say of it: all of them, or ZF, or CF and no other. */
enum asked_mm { ASKED_NOTHING, ASKED_SAME, ASKED_FIELD, ASKED_ZERO, ASKED_BIT };

/* Of a way, at one instruction; compared byte by byte. */
struct known {
	uint64_t bits;		/* of features, from bit 0 of reg on */
	uint32_t tested;	/* the feature in the flags; or NO_FEATURE */
	uint8_t reg;		/* enum reg; REG_NONE */
	uint8_t asked;		/* enum asked_mm */
	uint8_t of[NREG];	/* enum origin */
	uint8_t pad[2];
};

/* At the beginning of the function, by its arguments. */
struct known known_first(void);
/* What in, which is no branch but a call, leaves known. */
void known_step(const struct check *c, struct known *k,
		const struct insn *in);
/*
 * Jcc by the flags, the leg that is taken or the other: is it that of an mm which
 * is the last one, or of one that does not need a barrier for what is in it?
 */
bool known_none_needed(const struct known *k, const struct insn *in,
		       bool taken);

#endif
