/* SPDX-License-Identifier: GPL-2.0-only */
/* SYSRETL goes back to 32 bits, and 64 have called. */
#define REGS_SYSRET sysretl
#include "regs.h"
