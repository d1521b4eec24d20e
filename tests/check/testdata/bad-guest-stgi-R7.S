/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts come through before IBRS is set. */
#define SVM_EXIT sti; stgi; GUEST_WRITE x86_spec_ctrl_kernel
#include "kvm.h"
