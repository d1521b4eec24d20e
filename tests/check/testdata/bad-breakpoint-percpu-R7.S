/* SPDX-License-Identifier: GPL-2.0-only */
/* So is a per-CPU variable. */
#define SAVE_BEFORE_SET movq %gs:rsp_scratch, %rcx; movl $0x48, %ecx
#include "entry.h"
