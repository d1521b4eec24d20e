/* SPDX-License-Identifier: GPL-2.0-only */
#define AP_ARM sti; call x86_spec_ctrl_setup_cpu
#include "duties.h"
