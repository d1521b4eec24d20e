/* SPDX-License-Identifier: GPL-2.0-only */
/* A CALL behind VERW writes to the stack. */
#define INT80_SWAPGS swapgs; VERW; call 91f; 91: addq $8, %rsp
#include "cleared.h"
