/* SPDX-License-Identifier: GPL-2.0-only */
/* Retpolines are forced as well, by a pointer. */
#define CHOICE_CTXSW movq $cpu_caps_set, %rax; lock; orb $(1 << (RETPOLINE % 8)), RETPOLINE / 8(%rax)
#include "choose.h"
