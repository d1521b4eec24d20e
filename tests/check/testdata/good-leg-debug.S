/* SPDX-License-Identifier: GPL-2.0-only */
/* MOV to a debug register serialises. */
#define ERROR_KERNEL_FENCE movq %dr7, %rax; movq %rax, %dr7
#include "entry.h"
