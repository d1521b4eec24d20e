/* SPDX-License-Identifier: GPL-2.0-only */
/* MOV from one does not. */
#define ERROR_KERNEL_FENCE movq %dr7, %rax
#include "entry.h"
