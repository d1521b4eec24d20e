/* SPDX-License-Identifier: GPL-2.0-only */
/* "From user mode", asked of a variable: bits 0 and 1 of it are no CPL. */
#define SYSCALL_SET testb $3, use_ibrs; jz 8f; SET; 8:
#include "entry.h"
