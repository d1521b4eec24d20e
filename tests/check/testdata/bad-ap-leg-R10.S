/* SPDX-License-Identifier: GPL-2.0-only */
#define AP_ARM testl $1, use_ibrs; jz 70f; call x86_spec_ctrl_setup_cpu; 70:
#include "duties.h"
