/* SPDX-License-Identifier: GPL-2.0-only */
/* Jcc out of the replacement is not adjusted, as the first one neither. */
#define SYSCALL_AFTER_SET ALTERNATIVE "nop", "jz 76f", PTI; nop; 76:
#include "entry.h"
