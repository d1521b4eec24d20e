/* SPDX-License-Identifier: GPL-2.0-only */
/* Through paravirt's pointer, the value without IBRS. */
#define PV_MORE PV_TEXT
#include "direct.h"
#define AP_ARM PV_WRITE(0x48, x86_spec_ctrl_base)
#include "duties.h"
