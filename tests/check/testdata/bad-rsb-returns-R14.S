/* SPDX-License-Identifier: GPL-2.0-only */
/* 32 CALLs, each of which comes back: no entry stays. */
#define SWITCH_FILL .rept 32; call 9f; .endr; lfence; jmp 8f; 9: ret; 8:
#include "duties.h"
