/* SPDX-License-Identifier: GPL-2.0-only */
/* One of 32 bits, to where nothing was pushed. */
#define SYSCALL_AFTER_SET jnc 76f; lretl; 76:
#include "entry.h"
