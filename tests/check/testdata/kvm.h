/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest is entered and left, on Intel and on AMD. */
#include "kernel.h"

#ifndef VMX_BEFORE_FILL
#define VMX_BEFORE_FILL
#endif
#ifndef VMX_FILL
#define VMX_FILL FILL_RSB RSB_VMEXIT
#endif
#ifndef SVM_FILL
#define SVM_FILL FILL_RSB RSB_VMEXIT
#endif
#ifndef VMX_RETURN
#define VMX_RETURN 2b
#endif
#ifndef VMX_AFTER_FILL
#define VMX_AFTER_FILL
#endif

	.macro KVM
FUNC vmx_vcpu_run
	pushq %rbp
	call c_function
	jne 1f
	vmlaunch
	jmp 2f
1:	vmresume
2:	.pushsection .data
	.globl vmx_return
vmx_return:
	.quad VMX_RETURN
	.popsection
	popq %rbp
	setbe %al
	VMX_BEFORE_FILL
	VMX_FILL
	VMX_AFTER_FILL
	call c_function
	ret
END vmx_vcpu_run
FUNC svm_vcpu_run
	vmrun
	SVM_FILL
	call c_function
	ret
END svm_vcpu_run
	.endm

#define MORE_TEXT KVM
#include "entry.h"
