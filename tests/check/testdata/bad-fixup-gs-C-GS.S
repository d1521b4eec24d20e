/* SPDX-License-Identifier: GPL-2.0-only */
/* What loads GS is given back the kernel's GS base, and switches it away. */
#define SYSCALL_AFTER_SET swapgs; FIXUP 75f 76f; 75: movl %edi, %gs; \
	swapgs; jmp 77f; 76: swapgs; call c_function; swapgs; 77:
#include "entry.h"
