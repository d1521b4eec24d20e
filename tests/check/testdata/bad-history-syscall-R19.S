/* SPDX-License-Identifier: GPL-2.0-only */
/* SYSCALL goes to C with the history of user mode. */
#define SYSCALL_SET SET; UNTRAIN
#include "cleared.h"
