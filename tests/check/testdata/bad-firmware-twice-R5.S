/* SPDX-License-Identifier: GPL-2.0-only */
/* It is set twice for firmware. */
#define FW_SET LOAD_BASE; orl $1, %eax; wrmsr; wrmsr
#include "firmware.h"
