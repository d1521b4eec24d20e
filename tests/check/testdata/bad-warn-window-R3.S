/* SPDX-License-Identifier: GPL-2.0-only */
/* WARN() ahead of the set. */
#define SYSCALL_BEFORE_SET jnc 76f; TRAP ud2 1; 76:
#include "entry.h"
