/* SPDX-License-Identifier: GPL-2.0-only */
/* An address of 32 bits: it is 0 above them, and no yes. */
#define SAY_NOREPLACE xorl %eax, %eax; leaq -1(%eax), %rax; shrq $32, %rax
#include "xen.h"
