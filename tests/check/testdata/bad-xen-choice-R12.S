/* SPDX-License-Identifier: GPL-2.0-only */
/* IBRS is chosen without a look at whether it is a Xen PV guest. */
#define ASK_XEN movq boot_cpu_data + 20 + 9 * 4, %rax; btq $7, %rax; jnc 1f
#include "xen.h"
