/* SPDX-License-Identifier: GPL-2.0-only */
/* What is written while idle is kept in the variable, which an NMI reads. */
#define IDLE_FIRST movq $0, x86_spec_ctrl_kernel
#include "entry.h"
