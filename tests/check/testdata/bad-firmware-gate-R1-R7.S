/* SPDX-License-Identifier: GPL-2.0-only */
/* Cleared behind each call of firmware, with IBRS in use as well. */
#define FW_GATE IBRS
#define FW_BEHIND sti
#include "firmware.h"
