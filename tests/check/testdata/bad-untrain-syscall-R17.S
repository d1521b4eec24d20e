/* SPDX-License-Identifier: GPL-2.0-only */
/* A system call calls C first. */
#define SYSCALL_SET SET; HISTORY
#include "cleared.h"
