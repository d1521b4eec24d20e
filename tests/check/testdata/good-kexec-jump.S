/* SPDX-License-Identifier: GPL-2.0-only */
/* It leaves by a register, as later kernels do for their control page. */
#define KEXEC_CLEAR GO; movq 8(%rdi), %rdx; jmp *%rdx
#include "duties.h"
