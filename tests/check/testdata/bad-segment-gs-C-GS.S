/* SPDX-License-Identifier: GPL-2.0-only */
/* The base of a descriptor takes the place of the kernel's. */
#define SYSCALL_AFTER_SET xorl %eax, %eax; movl %eax, %gs
#include "entry.h"
