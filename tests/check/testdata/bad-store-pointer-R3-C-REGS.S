/* SPDX-License-Identifier: GPL-2.0-only */
/* What C has returned is a pointer, and may be one to the saved value. */
#define PARANOID_AFTER_C pushq %r13; movq %rbx, (%rax); popq %r13
#include "entry.h"
