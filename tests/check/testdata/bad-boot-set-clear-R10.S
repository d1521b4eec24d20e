/* SPDX-License-Identifier: GPL-2.0-only */
/* It sets, and clears again: no path returns with IBRS set. */
#define BOOT_ARM movl $0x48, %ecx; LOAD_KERNEL; wrmsr; LOAD_BASE; wrmsr
#include "duties.h"
