/* SPDX-License-Identifier: GPL-2.0-only */
/* It stays set behind firmware: user mode runs slowly. */
#define FW_CLEAR nop
#include "firmware.h"
