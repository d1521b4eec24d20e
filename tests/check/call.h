/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of a function that C calls, by a look at its code or by its
 * name: it accesses the MSR, or gives back what is in a variable.
 */
#ifndef CHECK_CALL_H
#define CHECK_CALL_H

#include "check/decode.h"
#include "check/walker.h"
#include "check/wrapper.h"

/* Ahead of the branch in, with the arguments as they are. */
enum access call_before(struct walker *w, const struct insn *in);
/* Behind it, where it has come back; a: what call_before() said. */
void call_after(struct walker *w, const struct insn *in, enum access a);

#endif
