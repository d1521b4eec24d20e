/* SPDX-License-Identifier: GPL-2.0-only */
/* Another MSR may fault in between; that is no reason for it to stay set. */
#define FW_CLEAR movl $0x3b, %ecx; 82: wrmsr; movl $0x48, %ecx; LOAD_BASE; \
	wrmsr; jmp 2f; 83: ; FIXUP 82b 83b
#include "firmware.h"
