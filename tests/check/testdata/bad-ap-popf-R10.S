/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts come on by POPF, ahead of the write. */
#define AP_ARM pushq $0x202; popfq; call x86_spec_ctrl_setup_cpu
#include "duties.h"
