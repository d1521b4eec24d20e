/* SPDX-License-Identifier: GPL-2.0-only */
/* The clear is where a branch has shown which MSR it is. */
#define IDLE_FIRST movl use_ibrs, %edi; cmpl $0x48, %edi; jne 1f
#define IDLE_CLEAR movl %edi, %ecx; wrmsr
#include "entry.h"
