/* SPDX-License-Identifier: GPL-2.0-only */
/* Set a second time on the same entry. */
#define SYSCALL_AFTER_SET SET
#include "entry.h"
