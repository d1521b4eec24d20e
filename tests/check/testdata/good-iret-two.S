/* SPDX-License-Identifier: GPL-2.0-only */
/* The same with IRETQ: no leg needs the other one. */
#define TO_KERNEL POP_FIRST; POP_LAST; popq %rdi; addq $8, %rsp; jnc 76f; \
	iretq; 76: subq $128, %rsp
#include "entry.h"
