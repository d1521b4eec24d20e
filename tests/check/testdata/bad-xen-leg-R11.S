/* SPDX-License-Identifier: GPL-2.0-only */
/* Where Xen enters, the MSR is written. */
#define XEN_LEG movl $0x48, %ecx; LOAD_KERNEL; wrmsr
#include "xen.h"
