/* SPDX-License-Identifier: GPL-2.0-only */
/* A byte of a table, which the user's RBX points to. */
#define SYSCALL_BEFORE_SET xlatb
#include "entry.h"
