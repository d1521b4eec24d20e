/* SPDX-License-Identifier: GPL-2.0-only */
/* Boot puts STIBP into the base, and who comes up has what it lacks of it. */
#include "kernel.h"

#ifndef OFF_LACKS
#define OFF_LACKS testl $2, %eax; jnz 3f
#endif
#ifndef STIBP_WHERE
#define STIBP_WHERE .init.text
#endif
	.macro OFF_LEG
	movl $0x48, %ecx
	rdmsr
	testl $1, %eax
	jnz 2f
	OFF_LACKS
2:	movl $0x48, %ecx
	LOAD_BASE
	wrmsr
3:
	.endm
	.macro STIBP_AT_BOOT
	.pushsection STIBP_WHERE, "ax"
FUNC stibp_set_boot_cpu
	movl $0x48, %ecx
	LOAD_BASE
	orl $2, %eax
	wrmsr
	ret
END stibp_set_boot_cpu
	.popsection
	.endm
#define SETUP_OFF OFF_LEG
#define PV_MORE STIBP_AT_BOOT
#include "duties.h"
