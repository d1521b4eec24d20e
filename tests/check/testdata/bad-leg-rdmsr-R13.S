/* SPDX-License-Identifier: GPL-2.0-only */
/* RDMSR is no fence. */
#define ERROR_KERNEL_FENCE movl $0xc0000101, %ecx; rdmsr
#include "entry.h"
