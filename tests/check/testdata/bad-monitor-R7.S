/* SPDX-License-Identifier: GPL-2.0-only */
/* MONITOR loads from where RAX points, and that is the user's. */
#define EXIT_AFTER_CLEAR movq %r8, %rax; monitor
#include "entry.h"
