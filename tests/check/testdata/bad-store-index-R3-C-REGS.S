/* SPDX-License-Identifier: GPL-2.0-only */
/* So may an index from the stack pointer. */
#define PARANOID_AFTER_C pushq %r13; movl %ebx, (%rsp, %rax, 4); popq %r13
#include "entry.h"
