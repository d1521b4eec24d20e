/* SPDX-License-Identifier: GPL-2.0-only */
/* Another function of KVM writes the MSR. */
#define KVM_MORE FUNC vmx_vcpu_put; GUEST_WRITE x86_spec_ctrl_kernel; ret; \
	END vmx_vcpu_put
#include "kvm.h"
