/* SPDX-License-Identifier: GPL-2.0-only */
/* C may have changed what is in pt_regs, and the register is as it was. */
#define EXIT_BEFORE_CLEAR movq %r12, 3 * 8(%rsp)
#include "entry.h"
