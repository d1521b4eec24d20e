/* SPDX-License-Identifier: GPL-2.0-only */
/* It is loaded from the word next to its own. */
#define REGS_RELOAD movq 10 * 8(%rsp), %rax; movq 13 * 8(%rsp), %rdx
#include "regs.h"
