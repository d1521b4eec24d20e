/* SPDX-License-Identifier: GPL-2.0-only */
/* A bit is set by its number in a register: it may be any bit of the stack. */
#define PARANOID_AFTER_C pushq %r13; btsq %rax, -64(%rsp); popq %r13
#include "entry.h"
