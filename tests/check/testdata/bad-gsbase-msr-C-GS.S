/* SPDX-License-Identifier: GPL-2.0-only */
/* So it is by the MSR. */
#define PARANOID_AFTER_C movl $0xc0000101, %ecx; wrmsr
#include "entry.h"
