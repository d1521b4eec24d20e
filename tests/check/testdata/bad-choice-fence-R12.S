/* SPDX-License-Identifier: GPL-2.0-only */
/* The fence is for PTI. */
#define CHOICE_FENCE movq boot_cpu_data + 20 + 28, %rax; btq $11, %rax; jnc 2f
#include "choose.h"
