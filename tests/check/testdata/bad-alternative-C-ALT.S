/* SPDX-License-Identifier: GPL-2.0-only */
/* The replacement leaves by a branch that patching does not adjust. */
#define SYSCALL_AFTER_SET ALTERNATIVE "nop", \
	"nop; jmp c_function", PTI
#include "entry.h"
