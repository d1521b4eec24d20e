/* SPDX-License-Identifier: GPL-2.0-only */
/* An index of the user's, into a table of the kernel's. */
#define SYSCALL_BEFORE_SET movq x86_spec_ctrl_base(, %rax, 8), %rcx
#include "entry.h"
