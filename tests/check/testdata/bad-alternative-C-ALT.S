/* SPDX-License-Identifier: GPL-2.0-only */
/* The replacement leaves by a branch that patching does not adjust. */
#define MORE_ENTRY FUNC patched; ALTERNATIVE "nop", \
	"nop; jmp c_function", PTI; END patched
#include "entry.h"
