/* SPDX-License-Identifier: GPL-2.0-only */
/* A call of firmware, with IBRS set around it where retpolines are in use. */
#include "kernel.h"

#define USE_IBRS_FW	(7 * 32 + 22)

#ifndef FW_SET
#define FW_SET LOAD_BASE; orl $1, %eax; wrmsr
#endif
#ifndef FW_CLEAR
#define FW_CLEAR LOAD_BASE; wrmsr
#endif
#ifndef FW_BEHIND
#define FW_BEHIND
#endif
#ifndef FW_GATE
#define FW_GATE USE_IBRS_FW
#endif

	.macro FIRMWARE
FUNC virt_efi_get_time
	pushq %rbx
	ALTERNATIVE "jmp 1f", "movl $0x48, %ecx", FW_GATE
	FW_SET
1:	call c_function
	ALTERNATIVE "jmp 2f", "movl $0x48, %ecx", FW_GATE
	FW_CLEAR
2:	FW_BEHIND
	popq %rbx
	ret
END virt_efi_get_time
	.endm

#define MORE_TEXT FIRMWARE
#include "entry.h"
