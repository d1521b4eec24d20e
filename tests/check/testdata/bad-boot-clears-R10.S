/* SPDX-License-Identifier: GPL-2.0-only */
/* The boot CPU writes, but not what the kernel is to run with. */
#define BOOT_ARM movl $0x48, %ecx; LOAD_BASE; wrmsr
#include "duties.h"
