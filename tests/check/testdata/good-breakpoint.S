/* SPDX-License-Identifier: GPL-2.0-only */
/* Found set, memory may be read. */
#define FENCE lfence; movq x86_spec_ctrl_kernel, %rdi
#include "entry.h"
