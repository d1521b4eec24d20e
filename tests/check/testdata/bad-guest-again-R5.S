/* SPDX-License-Identifier: GPL-2.0-only */
/* Set behind the VM exit, and in C once more. */
#define VMX_AFTER_FILL call c_function; GUEST_WRITE x86_spec_ctrl_kernel
#include "kvm.h"
