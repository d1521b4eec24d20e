/* SPDX-License-Identifier: GPL-2.0-only */
/* A register of the guest's is taken for a pointer. */
#define VMX_EXIT movl (%rsi), %eax; GUEST_WRITE x86_spec_ctrl_kernel
#include "kvm.h"
