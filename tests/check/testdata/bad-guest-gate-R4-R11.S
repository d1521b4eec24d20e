/* SPDX-License-Identifier: GPL-2.0-only */
/* By the feature that fills the return stack. */
#define VMX_EXIT GUEST_WRITE x86_spec_ctrl_kernel, RETPOLINE
#include "kvm.h"
