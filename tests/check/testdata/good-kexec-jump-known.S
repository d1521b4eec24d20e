/* SPDX-License-Identifier: GPL-2.0-only */
/* It leaves by a register for an address that is known, and is not the kernel's. */
#define KEXEC_CLEAR testl %edi, %edi; jz 3f; GO; movl $0x9d000, %edx; jmp *%rdx; \
	3: GO; movq $relocate_kernel, %rdx; jmp *%rdx
#include "duties.h"
