/* SPDX-License-Identifier: GPL-2.0-only */
/* R11, in which SYSCALL has put the flags, is used before it is pushed. */
#define REGS_FIRST movl $0x48, %r11d
#include "regs.h"
