/* SPDX-License-Identifier: GPL-2.0-only */
/* The write is behind the first call. */
#define VMX_EXIT
#define VMX_AFTER_FILL call c_function; GUEST_WRITE x86_spec_ctrl_kernel
#include "kvm.h"
