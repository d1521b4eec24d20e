/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest is entered and left, on Intel and on AMD. */
#include "kernel.h"

/* As IBRS_GUEST_ENTER and IBRS_GUEST_EXIT; gate: or by another feature. */
	.macro GUEST_WRITE var gate=IBRS
	ALTERNATIVE "jmp .Lguest_\@", "movq %rcx, %rbx", \gate
	movl $0x48, %ecx
	movl \var, %eax
	movl \var + 4, %edx
	wrmsr
	movq %rbx, %rcx
.Lguest_\@:
	.endm

#ifndef VMX_ENTER
#define VMX_ENTER GUEST_WRITE x86_spec_ctrl_base
#endif
#ifndef VMX_BEFORE_RUN
#define VMX_BEFORE_RUN
#endif
#ifndef VMX_EXIT
#define VMX_EXIT GUEST_WRITE x86_spec_ctrl_kernel
#endif
#ifndef VMX_BEFORE_FILL
#define VMX_BEFORE_FILL
#endif
#ifndef VMX_FILL
#define VMX_FILL FILL_RSB RSB_VMEXIT
#endif
#ifndef VMX_RETURN
#define VMX_RETURN 2b
#endif
#ifndef VMX_AFTER_FILL
#define VMX_AFTER_FILL
#endif
#ifndef SVM_BEFORE_ENTER
#define SVM_BEFORE_ENTER clgi; sti
#endif
#ifndef SVM_ENTER
#define SVM_ENTER GUEST_WRITE x86_spec_ctrl_base
#endif
#ifndef SVM_EXIT
#define SVM_EXIT GUEST_WRITE x86_spec_ctrl_kernel
#endif
#ifndef SVM_FILL
#define SVM_FILL FILL_RSB RSB_VMEXIT
#endif
#ifndef KVM_MORE
#define KVM_MORE
#endif

	.macro KVM
FUNC vmx_vcpu_run
	pushq %rbp
	call c_function
4:	VMX_ENTER
	VMX_BEFORE_RUN
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
	VMX_EXIT
	VMX_BEFORE_FILL
	VMX_FILL
	VMX_AFTER_FILL
	call c_function
	ret
END vmx_vcpu_run
FUNC svm_vcpu_run
	SVM_BEFORE_ENTER
	SVM_ENTER
	vmload
	vmrun
	vmsave
	SVM_EXIT
	SVM_FILL
	call c_function
	stgi
	ret
END svm_vcpu_run
	KVM_MORE
	.endm

/* Of a fixture that is a kernel and a module, both are made of one source. */
#ifdef MODULE
	.text
	KVM
#else
#ifndef KVM_IS_MODULE
#define MORE_TEXT KVM
#endif
#include "entry.h"
#endif
