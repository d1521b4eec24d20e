/* SPDX-License-Identifier: GPL-2.0-only */
/* Cleared, never set, and C is called: whatever was chosen. */
#define FW_SET LOAD_BASE; wrmsr
#define FW_CLEAR nop
#define FW_GATE ALWAYS
#define ALWAYS (3 * 32 + 21)
#include "firmware.h"
