/* SPDX-License-Identifier: GPL-2.0-only */
/* What stands behind RET is called by nobody. */
#define AP_ARM ret; call x86_spec_ctrl_setup_cpu
#include "duties.h"
