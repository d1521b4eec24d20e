/* SPDX-License-Identifier: GPL-2.0-only */
/* IBRS set in the whole of what was found, then split. */
#define SAVE_BEFORE_TEST movq %r13, %rax; movq %r13, %rdx; shrq $32, %rdx
#define SAVE_TEST btsq $0, %rax
#include "entry.h"
