/* SPDX-License-Identifier: GPL-2.0-only */
/* It is pushed to: the buffers of stores are cleared as well. */
#define INT80_SWAPGS swapgs; VERW; pushq %rax; popq %rax
#include "cleared.h"
