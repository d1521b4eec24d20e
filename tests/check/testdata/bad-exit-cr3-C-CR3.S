/* SPDX-License-Identifier: GPL-2.0-only */
/* An exit forgets the user page tables. */
#define NMI_USER_EXIT nmi_exit
#define MORE_ENTRY FUNC nmi_exit; POP_FIRST; CLEAR; POP_LAST; \
	swapgs; popq %rdi; addq $8, %rsp; iretq; END nmi_exit
#include "entry.h"
