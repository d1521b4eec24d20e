/* SPDX-License-Identifier: GPL-2.0-only */
/* Through paravirt's pointer, another MSR. */
#define PV_MORE PV_TEXT
#include "direct.h"
#define AP_ARM PV_WRITE(0x4a, x86_spec_ctrl_kernel)
#include "duties.h"
