/* SPDX-License-Identifier: GPL-2.0-only */
/* C is called, with nothing of the user's on the stack yet. */
#define REGS_FIRST SET; call c_function
#include "regs.h"
