/* SPDX-License-Identifier: GPL-2.0-only */
/* IRETW on one of two legs back to the kernel. */
#define TO_KERNEL POP_FIRST; POP_LAST; popq %rdi; addq $8, %rsp; jnc 76f; \
	iretw; 76: subq $128, %rsp
#include "entry.h"
