/* SPDX-License-Identifier: GPL-2.0-only */
/* The fence of the kernel leg stands behind a per-CPU access. */
#define ERROR_KERNEL_FENCE movq %gs:rsp_scratch, %rax; KERNEL_FENCE
#include "fence.h"
