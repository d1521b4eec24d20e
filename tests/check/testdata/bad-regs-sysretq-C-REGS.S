/* SPDX-License-Identifier: GPL-2.0-only */
/* SYSRETQ goes back to 64 bits, and 32 have called. */
#define REGS_SYSRET32 sysretq
#include "regs.h"
