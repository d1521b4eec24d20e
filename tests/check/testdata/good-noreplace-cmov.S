/* SPDX-License-Identifier: GPL-2.0-only */
/* A byte of it decides a move. */
#define SAY_NOREPLACE movl $1, %edx; xorl %eax, %eax; cmpb $1, noreplace_paravirt; cmovae %edx, %eax
#include "xen.h"
