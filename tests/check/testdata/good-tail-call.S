/* SPDX-License-Identifier: GPL-2.0-only */
/* A conditional jump to C, and one out of a function of C. */
#define SYSCALL_AFTER_SET pushq $76f; jnc c_function; addq $8, %rsp; 76:
#define IDLE_FIRST popq %rbx; jz c_function; pushq %rbx
#include "entry.h"
