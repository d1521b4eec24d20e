/* SPDX-License-Identifier: GPL-2.0-only */
/* The same of a JMP. */
#define SYSCALL_AFTER_SET ALTERNATIVE "nop", "jmp to_user; nop", PTI
#include "entry.h"
