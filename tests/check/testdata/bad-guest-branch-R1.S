/* SPDX-License-Identifier: GPL-2.0-only */
/* A jump through a pointer comes before the write. */
#define VMX_EXIT FILL_RSB RSB_VMEXIT; call *%rax; \
	GUEST_WRITE x86_spec_ctrl_kernel
#define VMX_FILL
#include "kvm.h"
