/* SPDX-License-Identifier: GPL-2.0-only */
/* C is called by a pointer, and goes by a variable, behind the clear. */
#define KEXEC_CLEAR GO; testl %edi, %edi; jz 3f; call *%rax; \
	3: jmp *use_ibrs
#include "duties.h"
