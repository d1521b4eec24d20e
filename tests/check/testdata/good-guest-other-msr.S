/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM writes some MSR behind its C, in a loop over numbers: told, no finding. */
#define KVM_MORE FUNC svm_vcpu_run.part.0; movl $0x401, %ecx; \
	9: GUEST_LOOP; jne 9b; movl $0x48, %ecx; ret; END svm_vcpu_run.part.0
#define GUEST_LOOP movl %esi, %eax; movl %esi, %edx; wrmsr; addl $4, %ecx; \
	cmpl $0x419, %ecx
#include "kvm.h"
