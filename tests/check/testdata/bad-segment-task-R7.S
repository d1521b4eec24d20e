/* SPDX-License-Identifier: GPL-2.0-only */
/* So is the task register, ahead of the set. */
#define SYSCALL_BEFORE_SET ltr %ax
#include "entry.h"
