/* SPDX-License-Identifier: GPL-2.0-only */
/* It goes back behind the filling. */
#define VMX_AFTER_FILL pushq %rbp; testl $1, use_ibrs; jz 5f; jmp 4b; 5:
#include "kvm.h"
