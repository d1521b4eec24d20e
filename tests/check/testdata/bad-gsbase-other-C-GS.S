/* SPDX-License-Identifier: GPL-2.0-only */
/* The base that SWAPGS will bring is not known. */
#define SYSCALL_AFTER_SET movl $0xc0000102, %ecx; wrmsr
#include "entry.h"
