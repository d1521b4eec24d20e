/* SPDX-License-Identifier: GPL-2.0-only */
/* RCX is loaded from the word of the flags. */
#define REGS_CX 8 * 8(%rdi)
#include "regs.h"
