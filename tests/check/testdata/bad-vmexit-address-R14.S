/* SPDX-License-Identifier: GPL-2.0-only */
/* The CPU goes on behind the filling: HOST_RIP is not where it was thought. */
#define VMX_EXIT
#define VMX_AFTER_FILL 3: GUEST_WRITE x86_spec_ctrl_kernel
#define VMX_RETURN 3f
#include "kvm.h"
