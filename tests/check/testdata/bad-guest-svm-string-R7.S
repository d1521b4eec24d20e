/* SPDX-License-Identifier: GPL-2.0-only */
/* The same of SVM, and no operand names it. */
#define SVM_EXIT lodsb; GUEST_WRITE x86_spec_ctrl_kernel
#include "kvm.h"
