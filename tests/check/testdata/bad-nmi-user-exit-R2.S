/* SPDX-License-Identifier: GPL-2.0-only */
/* NMIs from user mode leave by an exit of their own. */
#define NMI_USER_EXIT nmi_exit
#define MORE_ENTRY FUNC nmi_exit; POP_FIRST; POP_LAST; USER_CR3 %rdi; \
	swapgs; popq %rdi; addq $8, %rsp; iretq; END nmi_exit
#include "entry.h"
