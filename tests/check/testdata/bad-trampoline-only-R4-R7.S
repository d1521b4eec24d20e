/* SPDX-License-Identifier: GPL-2.0-only */
/* Only the trampoline sets: nobody does with pti=off. */
#define SYSCALL_SET
#include "entry.h"
