/* SPDX-License-Identifier: GPL-2.0-only */
/* Or what a register points to. */
#define SAVE_BEFORE_SET movq (%rsi), %rdi
#include "entry.h"
