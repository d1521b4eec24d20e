/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM writes the MSR, which this series says it does not. */
#define VMX_AFTER_FILL movl $0x48, %ecx; movl x86_spec_ctrl_kernel, %eax; \
	movl x86_spec_ctrl_kernel + 4, %edx; wrmsr
#include "kvm.h"
