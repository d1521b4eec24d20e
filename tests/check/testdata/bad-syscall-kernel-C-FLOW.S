/* SPDX-License-Identifier: GPL-2.0-only */
/* SYSCALL in the kernel. */
#define SYSCALL_AFTER_SET jnc 76f; syscall; 76:
#include "entry.h"
