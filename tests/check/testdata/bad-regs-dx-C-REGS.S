/* SPDX-License-Identifier: GPL-2.0-only */
/* WRMSR takes RDX, and it is pushed behind that. */
#define REGS_BEFORE_DX ALTERNATIVE "", "movl x86_spec_ctrl_kernel + 4, %edx", IBRS
#include "regs.h"
