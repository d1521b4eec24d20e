/* SPDX-License-Identifier: GPL-2.0-only */
/* The stack pointer cut to 32 bits is an address of the user's. */
#define SYSCALL_BEFORE_SET .byte 0x67; movl (%rsp), %eax
#include "entry.h"
