/* SPDX-License-Identifier: GPL-2.0-only */
/* WRMSR to IA32_PKRS does not serialise. */
#define FENCE movl $0x6e1, %ecx; wrmsr
#include "entry.h"
