/* SPDX-License-Identifier: GPL-2.0-only */
/* It returns to what is no return address. */
#define SYSCALL_AFTER_SET ja c_function
#include "entry.h"
