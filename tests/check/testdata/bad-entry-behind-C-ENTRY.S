/* SPDX-License-Identifier: GPL-2.0-only */
/* Code behind a jump, in a symbol that is walked. */
#define SYSCALL_AFTER_SET jmp 76f; movl $1, %eax; 76:
#include "entry.h"
