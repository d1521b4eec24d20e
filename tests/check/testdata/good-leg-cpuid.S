/* SPDX-License-Identifier: GPL-2.0-only */
/* CPUID serialises. */
#define ERROR_KERNEL_FENCE cpuid; movl $1, %ebx
#include "entry.h"
