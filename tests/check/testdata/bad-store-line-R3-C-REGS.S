/* SPDX-License-Identifier: GPL-2.0-only */
/* A cache line is set to zero, by a pointer that no operand names. */
#define PARANOID_AFTER_C pushq %r13; movq %rsp, %rax; clzero; popq %r13
#include "entry.h"
