/* SPDX-License-Identifier: GPL-2.0-only */
/* The number is loaded in the cold part, which jumps back to the RDMSR. */
#define MORE_TEXT FUNC driver; movl $0x10, %ecx; testl %edi, %edi; \
	jnz driver.cold; 77: rdmsr; ret; END driver; \
	FUNC driver.cold; movl $0x48, %ecx; jmp 77b; END driver.cold
#include "entry.h"
