/* SPDX-License-Identifier: GPL-2.0-only */
/* A store of 16 bytes, with the variable behind the one that is meant. */
#define SYSCALL_AFTER_SET movups %xmm0, x86_spec_ctrl_base
#include "entry.h"
