/* SPDX-License-Identifier: GPL-2.0-only */
/* Forgotten on the way to VMRESUME. */
#define VMX_ENTER jne 1f; GUEST_WRITE x86_spec_ctrl_base
#include "kvm.h"
