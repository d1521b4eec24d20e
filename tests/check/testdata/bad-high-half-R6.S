/* SPDX-License-Identifier: GPL-2.0-only */
/* The exit takes the low half from the base and clears the high one. */
#define LOAD_BASE movl x86_spec_ctrl_base, %eax; xorl %edx, %edx
#include "entry.h"
