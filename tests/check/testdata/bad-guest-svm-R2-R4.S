/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is written around AMD's guests, and IBRS is not refused there. */
#define SVM_ENTER
#define SVM_EXIT
#define KVM_MORE REFUSES xorl %eax, %eax
	.macro REFUSES otherwise:vararg
FUNC ibrs_refused
	testb $1, boot_cpu_data + 20 + 32 + 2
	jnz 1f
	\otherwise
	ret
1:	movl $1, %eax
	ret
END ibrs_refused
	.pushsection .data
boot_cpu_data:
	.skip 128
	.popsection
	.endm
#include "kvm.h"
