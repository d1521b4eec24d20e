/* SPDX-License-Identifier: GPL-2.0-only */
/* It is what the caller says. */
#define IDLE_LOAD movl %esi, %eax; xorl %edx, %edx
#include "entry.h"
