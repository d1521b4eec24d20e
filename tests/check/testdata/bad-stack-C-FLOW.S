/* SPDX-License-Identifier: GPL-2.0-only */
/* RET takes something else than a return address. */
#define SYSCALL_AFTER_SET jnc 76f; pushq %rdi; ret; 76:
#include "entry.h"
