/* SPDX-License-Identifier: GPL-2.0-only */
/* A pointer to the stack, and far beyond its end. */
#define EXIT_AFTER_CR3 movq 0x10000(%rsp), %rdi
#include "entry.h"
