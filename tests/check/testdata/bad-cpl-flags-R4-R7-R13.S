/* SPDX-License-Identifier: GPL-2.0-only */
/* The saved flags are asked, where the saved CS was meant. */
#define SYSCALL_SET testl $3, 2 * 8(%rsp); jz 8f; SET; 8:
#include "entry.h"
