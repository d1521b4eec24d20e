/* SPDX-License-Identifier: GPL-2.0-only */
/* The number of the MSR that is read is the user's. */
#include "kernel.h"
#define SYSCALL_AFTER_SET movl %edi, %ecx; rdmsr
#include "entry.h"
