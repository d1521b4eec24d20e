/* SPDX-License-Identifier: GPL-2.0-only */
/* A string is copied from where the user's RSI points to. */
#define SYSCALL_BEFORE_SET pushq %rdi; movq %rsp, %rdi; movsq; popq %rdi
#include "entry.h"
