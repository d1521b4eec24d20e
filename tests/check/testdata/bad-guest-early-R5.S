/* SPDX-License-Identifier: GPL-2.0-only */
/* Set ahead of the way to the guest, where it is set already. */
#define VMX_ENTER GUEST_WRITE x86_spec_ctrl_kernel; call c_function; \
	GUEST_WRITE x86_spec_ctrl_base
#include "kvm.h"
