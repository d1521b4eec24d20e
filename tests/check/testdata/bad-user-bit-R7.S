/* SPDX-License-Identifier: GPL-2.0-only */
/* A bit offset in a register of the user's reaches anywhere. */
#define SYSCALL_BEFORE_SET btq %rax, x86_spec_ctrl_base
#include "entry.h"
