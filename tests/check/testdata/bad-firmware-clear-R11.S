/* SPDX-License-Identifier: GPL-2.0-only */
/* It is cleared behind firmware on a leg on which it was not set. */
#define FW_SET nop
#include "firmware.h"
