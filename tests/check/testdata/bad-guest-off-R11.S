/* SPDX-License-Identifier: GPL-2.0-only */
/* Written where IBRS is not in use as well. */
#define VMX_EXIT movl $0x48, %ecx; LOAD_KERNEL; wrmsr
#include "kvm.h"
