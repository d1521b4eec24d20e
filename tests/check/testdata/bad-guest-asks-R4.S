/* SPDX-License-Identifier: GPL-2.0-only */
/* Written only where a variable says so. */
#define VMX_EXIT testl $1, use_ibrs; jz 9f; GUEST_WRITE x86_spec_ctrl_kernel; 9:
#include "kvm.h"
