/* SPDX-License-Identifier: GPL-2.0-only */
/* The filling on context switch is not for IBRS_ALL. */
#define CHOICE_CTXSW subl $5, %ebx; testl %ebx, %ebx; jnz 3f
#include "choose.h"
