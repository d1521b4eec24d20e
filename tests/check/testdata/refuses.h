/* SPDX-License-Identifier: GPL-2.0-only */
/* A host of AMD's guests around which nothing is written, and who refuses IBRS. */
#define SVM_ENTER
#define SVM_EXIT
#define KVM_MORE REFUSES
	.macro REFUSES
FUNC ibrs_refused
	testb $1, boot_cpu_data + 20 + 32 + 2
	jnz 1f
	OF_VENDOR
	xorl %eax, %eax
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
