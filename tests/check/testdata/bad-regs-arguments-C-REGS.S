/* SPDX-License-Identifier: GPL-2.0-only */
/* RDX is not loaded again behind WRMSR, for a call straight from the table. */
#define REGS_RELOAD movq 10 * 8(%rsp), %rax
#include "regs.h"
