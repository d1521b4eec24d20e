/* SPDX-License-Identifier: GPL-2.0-only */
/* WRMSR to another MSR serialises. */
#define ERROR_KERNEL_FENCE movl $0xc0000103, %ecx; wrmsr
#include "entry.h"
