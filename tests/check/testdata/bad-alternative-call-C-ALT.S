/* SPDX-License-Identifier: GPL-2.0-only */
/* A CALL is adjusted where it is all of the replacement, and here is a NOP. */
#define SYSCALL_AFTER_SET ALTERNATIVE "nop", "call c_function; nop", PTI
#include "entry.h"
