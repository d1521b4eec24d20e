/* SPDX-License-Identifier: GPL-2.0-only */
/* A mask takes a part of the address, beside PCID. */
#define RESTORE_CR3 movq $0xffffffff00000fff, %rax; andq %rax, %r14; \
	RESTORE_CR3_SAVED
#include "entry.h"
