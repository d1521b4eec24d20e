/* SPDX-License-Identifier: GPL-2.0-only */
/* MOV to CR4 serialises. */
#define FENCE movq %cr4, %rax; movq %rax, %cr4
#include "entry.h"
