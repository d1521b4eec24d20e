/* SPDX-License-Identifier: GPL-2.0-only */
/* Set in the asm, and in C once more. */
#define VMX_BEFORE_FILL GUEST_WRITE x86_spec_ctrl_kernel
#include "kvm.h"
