/* SPDX-License-Identifier: GPL-2.0-only */
/* What goes offline goes on in the firmware's mailbox, or where CPU 0 begins. */
#define OFFLINE_CLEAR GO; wbinvd; testl $1, use_ibrs; jz 3f; \
	movl $0x9d000, %eax; jmp *%rax; 3: movq $start_cpu0, %rcx; jmp *%rcx
#define PV_MORE FUNC start_cpu0; ret; END start_cpu0
#include "duties.h"
