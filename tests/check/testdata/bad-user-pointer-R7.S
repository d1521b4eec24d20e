/* SPDX-License-Identifier: GPL-2.0-only */
/* The user's stack is used in the window. */
#define SYSCALL_BEFORE_SET movq (%rbp), %rax
#include "entry.h"
