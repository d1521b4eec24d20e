/* SPDX-License-Identifier: GPL-2.0-only */
/* 1 and 0 are written, whatever else was in the MSR. */
#define LOAD_KERNEL movl $1, %eax; xorl %edx, %edx
#define LOAD_BASE xorl %eax, %eax; xorl %edx, %edx
#define IDLE_WAIT movl $0x20, %eax; mwait
#include "entry.h"
