/* SPDX-License-Identifier: GPL-2.0-only */
/* Nobody has asked whether R11 is what the flags are to be. */
#define REGS_SAME_FLAGS
#include "regs.h"
