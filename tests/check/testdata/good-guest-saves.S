/* SPDX-License-Identifier: GPL-2.0-only */
/* Registers of the guest's are kept ahead of the write, by KVM's pointer. */
#define VMX_EXIT pushq %rcx; movq 16(%rsp), %rcx; movq %rax, 8(%rcx); \
	popq (%rcx); movq %rbx, 16(%rcx); \
	GUEST_WRITE x86_spec_ctrl_kernel
#define SVM_EXIT popq %rax; movq %rbx, 8(%rax); movq %rcx, 16(%rax); \
	GUEST_WRITE x86_spec_ctrl_kernel
#include "kvm.h"
