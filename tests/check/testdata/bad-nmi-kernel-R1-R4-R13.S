/* SPDX-License-Identifier: GPL-2.0-only */
/* NMIs from kernel mode are left out: an entry without any of it. */
#define NMI_ENTRY call plain_entry
#define NMI_RESTORE
#define MORE_ENTRY FUNC plain_entry; cld; movl $1, %ebx; \
	movl $0xc0000101, %ecx; rdmsr; testl %edx, %edx; js 1f; swapgs; \
	xorl %ebx, %ebx; 1: SAVE_CR3; ret; END plain_entry
#include "entry.h"
