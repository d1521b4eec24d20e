/* SPDX-License-Identifier: GPL-2.0-only */
/* A jump by a variable, and what it jumps to returns to nowhere. */
#define SYSCALL_AFTER_SET jnc 76f; jmp *rsp_scratch; 76:
#include "entry.h"
