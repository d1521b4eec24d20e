/* SPDX-License-Identifier: GPL-2.0-only */
/* The lowest bytes of a number are others. */
#define BEFORE_SET xorl %ecx, %ecx; movb $0x48, %cl
#define SYSCALL_AFTER_SET movl $0xc0000048, %ecx; movw $0x103, %cx; wrmsr
#include "entry.h"
