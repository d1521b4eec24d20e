/* SPDX-License-Identifier: GPL-2.0-only */
/* The flags that are popped before the set are not those that were pushed. */
#define SYSCALL_BEFORE_SET pushfq; movq %rax, (%rsp); popfq
#include "entry.h"
