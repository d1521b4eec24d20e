/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a path goes that goes by what lies on a stack or in a table. */
#ifndef CHECK_ENDS_H
#define CHECK_ENDS_H

#include "check/decode.h"
#include "check/walker.h"

/*
 * By a RET of code that is walked, or of C that was jumped to: to what was
 * pushed on this path, or out, to the caller in C. what: for the finding where
 * that is not known.
 */
void ret_to(struct walker *w, const char *what);
void iret(struct walker *w, const struct insn *in);
void far_branch(struct walker *w, const struct insn *in);
/* A jump by a table of addresses in this function. False: it is none. */
bool by_table(struct walker *w, const struct operand *o);

#endif
