/* SPDX-License-Identifier: GPL-2.0-only */
/* A string is looked through, from where the user's RDI points to. */
#define SYSCALL_BEFORE_SET scasb
#include "entry.h"
