/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel CR3 is loaded already: nothing is argued. */
#define ERROR_FIRST testb $3, 18 * 8(%rsp); jz 79f; KERNEL_CR3 %rax; NEVER ret; 79:
#include "leg.h"
#include "entry.h"
