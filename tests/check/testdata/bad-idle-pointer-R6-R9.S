/* SPDX-License-Identifier: GPL-2.0-only */
/* What idle writes is read through a pointer, and it waits with STI. */
#define IDLE_LOAD movq (%rdi), %rax; movq %rax, %rdx; shrq $32, %rdx
#define IDLE_WAIT sti; mwait
#include "entry.h"
