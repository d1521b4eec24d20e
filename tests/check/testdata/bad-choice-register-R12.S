/* SPDX-License-Identifier: GPL-2.0-only */
/* Retpolines are forced as well, by OR of a register. */
#define CHOICE_CTXSW movl $(1 << (RETPOLINE % 32)), %eax; lock; orl %eax, cpu_caps_set + RETPOLINE / 32 * 4
#include "choose.h"
