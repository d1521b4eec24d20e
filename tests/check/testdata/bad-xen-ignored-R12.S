/* SPDX-License-Identifier: GPL-2.0-only */
/* XENPV is read, and nothing branches by it. */
#define ASK_XEN movq boot_cpu_data + 20 + 8 * 4, %rdx; btq $16, %rdx
#include "xen.h"
