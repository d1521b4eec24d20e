/* SPDX-License-Identifier: GPL-2.0-only */
/* The carry of a difference goes round the set. */
#include "kernel.h"
#define SYSCALL_SET xorl %ecx, %ecx; subl $1, %ecx; jc 71f; SET; 71:
#include "entry.h"
