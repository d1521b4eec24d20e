/* SPDX-License-Identifier: GPL-2.0-only */
/* The cold part jumps back to the RDMSR with another number. */
#define MORE_TEXT FUNC driver; movl $0x10, %ecx; testl %edi, %edi; \
	jnz driver.cold; 77: rdmsr; ret; END driver; \
	FUNC driver.cold; movl $0x48, %eax; movl $0x11, %ecx; jmp 77b; \
	END driver.cold
#include "entry.h"
