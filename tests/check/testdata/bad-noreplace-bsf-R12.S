/* SPDX-License-Identifier: GPL-2.0-only */
/* BSF of 0 leaves the register, the upper half too. */
#define SAY_NOREPLACE orq $-1, %rax; xorl %edx, %edx; bsfl %edx, %eax; shrq $32, %rax; sete %al
#include "xen.h"
