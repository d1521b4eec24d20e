/* SPDX-License-Identifier: GPL-2.0-only */
/* A bit of the variable is cleared, by an entry. */
#define SYSCALL_AFTER_SET andb $~1, x86_spec_ctrl_kernel
#include "entry.h"
