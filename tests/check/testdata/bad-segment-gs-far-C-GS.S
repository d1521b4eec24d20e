/* SPDX-License-Identifier: GPL-2.0-only */
/* LGS loads the base as MOV does. */
#define SYSCALL_AFTER_SET lgs -16(%rsp), %eax
#include "entry.h"
