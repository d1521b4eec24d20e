/* SPDX-License-Identifier: GPL-2.0-only */
/* SYSRET where it may be used, and a system call with its arguments. */
#include "regs.h"
