/* SPDX-License-Identifier: GPL-2.0-only */
/* POP of GS loads the base as MOV does. */
#define SYSCALL_AFTER_SET pushq $0; popq %gs
#include "entry.h"
