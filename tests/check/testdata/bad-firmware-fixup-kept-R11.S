/* SPDX-License-Identifier: GPL-2.0-only */
/* The write that sets may fault; none clears. */
#define FW_SET LOAD_BASE; orl $1, %eax; 80: wrmsr; 81: FIXUP 80b 81b
#define FW_CLEAR nop
#include "firmware.h"
