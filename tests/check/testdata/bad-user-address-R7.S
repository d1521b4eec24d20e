/* SPDX-License-Identifier: GPL-2.0-only */
/* An address that only user mode has memory at, and no register in it. */
#define SYSCALL_BEFORE_SET movl 0x400000, %eax
#include "entry.h"
