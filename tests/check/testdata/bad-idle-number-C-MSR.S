/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind the set another MSR is written, or the same. */
#define IDLE_SET wrmsr; movl use_ibrs, %ecx; wrmsr
#include "entry.h"
