/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What C asks of the kernel's choice without being patched: a bit of the boot
 * CPU's features, or whether there is a value to run the kernel with.
 */
#ifndef CHECK_CHOICE_H
#define CHECK_CHOICE_H

#include "check/decode.h"
#include "check/walker.h"

/* What the TEST, CMP or BT in hand tells of it, in place of other flags. */
void choice_flags(struct walker *w, const struct insn *in);

#endif
