/* SPDX-License-Identifier: GPL-2.0-only */
/* It sets, and clears again where the bit does not stay. */
#define BOOT_ARM movl $0x48, %ecx; LOAD_KERNEL; wrmsr; testl $1, use_ibrs; \
	jnz 70f; LOAD_BASE; wrmsr; 70:
#include "duties.h"
