/* SPDX-License-Identifier: GPL-2.0-only */
/* WRMSR to IA32_PRED_CMD does not serialise; and nobody knows what it writes. */
#define ERROR_KERNEL_FENCE movl $0x49, %ecx; wrmsr
#include "entry.h"
