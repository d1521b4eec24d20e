/* SPDX-License-Identifier: GPL-2.0-only */
/* What an instruction that is no branch does to the state in hand. */
#ifndef CHECK_EXEC_H
#define CHECK_EXEC_H

#include "check/decode.h"
#include "check/walker.h"

/* What its memory accesses break; exec_insn() asks, for a branch nobody does. */
void exec_memory(struct walker *w, const struct insn *in);
void exec_insn(struct walker *w, const struct insn *in);

#endif
