/* SPDX-License-Identifier: GPL-2.0-only */
/* A bit that IA32_PRED_CMD does not have. */
#define IBPB_VALUE movl $3, %eax; xorl %edx, %edx
#include "ibpb.h"
