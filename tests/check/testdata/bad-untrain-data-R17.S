/* SPDX-License-Identifier: GPL-2.0-only */
/* Data decides whether it is called. */
#define SYSCALL_SET SET; testq %rax, %rax; js 91f; UNTRAIN; 91: HISTORY
#include "cleared.h"
