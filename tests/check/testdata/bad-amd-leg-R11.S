/* SPDX-License-Identifier: GPL-2.0-only */
/* An alternative for AMD's retpolines reads the MSR. */
#define SYSCALL_AFTER_SET ALTERNATIVE "", \
	"movl $0x48, %ecx; rdmsr", RETPOLINE_AMD
#include "entry.h"
