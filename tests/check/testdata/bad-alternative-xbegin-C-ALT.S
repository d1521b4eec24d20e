/* SPDX-License-Identifier: GPL-2.0-only */
/* An abort leaves the replacement for what was linked behind it. */
#define SYSCALL_AFTER_SET ALTERNATIVE "nop", "xbegin 76f; xend", PTI; 76:
#include "entry.h"
