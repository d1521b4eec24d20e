/* SPDX-License-Identifier: GPL-2.0-only */
/* The fix-up of the write that clears is not what follows it. */
#define FW_SET LOAD_BASE; orl $1, %eax; 80: wrmsr; 81: FIXUP 80b 81b
#define FW_CLEAR LOAD_BASE; 82: wrmsr; jmp 2f; 83: ; FIXUP 82b 83b
#include "firmware.h"
