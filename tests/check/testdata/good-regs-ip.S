/* SPDX-License-Identifier: GPL-2.0-only */
/* RCX is loaded with the IP itself, and there is nothing to compare. */
#define REGS_CX 6 * 8(%rdi)
#include "regs.h"
