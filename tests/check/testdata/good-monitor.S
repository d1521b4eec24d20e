/* SPDX-License-Identifier: GPL-2.0-only */
/* MONITOR of the stack, and a transaction that aborts ahead of the value. */
#define EXIT_AFTER_CLEAR movq %rsp, %rax; monitor
#define BEFORE_SET xbegin 76f; xend; 76:
#include "entry.h"
