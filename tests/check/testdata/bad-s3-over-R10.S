/* SPDX-License-Identifier: GPL-2.0-only */
#define S3_ARM jmp 71f; call x86_spec_ctrl_setup_cpu; 71:
#include "duties.h"
