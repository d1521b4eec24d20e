/* SPDX-License-Identifier: GPL-2.0-only */
/* Both writes around firmware may fault, and then go on. */
#define FW_SET LOAD_BASE; orl $1, %eax; 80: wrmsr; 81: FIXUP 80b 81b
#define FW_CLEAR LOAD_BASE; 82: wrmsr; 83: FIXUP 82b 83b
#include "firmware.h"
