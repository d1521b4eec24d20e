/* SPDX-License-Identifier: GPL-2.0-only */
/* VERW with a register, everywhere: it clears nothing. */
#define VERW ALTERNATIVE "", "verw %ax", CLEAR_CPU_BUF
#define EXIT_BEFORE_CLEAR leaq verw_sel, %r8
#include "cleared.h"
