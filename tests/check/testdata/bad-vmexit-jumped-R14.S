/* SPDX-License-Identifier: GPL-2.0-only */
/* The filling is jumped over where Intel's guest is left. */
#define VMX_FILL jmp 9f; FILL_RSB RSB_VMEXIT; 9:
#include "kvm.h"
