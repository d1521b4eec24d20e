/* SPDX-License-Identifier: GPL-2.0-only */
/* The fences of SWAPGS, each by its feature, as later kernels have them (R16). */
#define FENCE_USER	(11 * 32 + 4)
#define FENCE_KERNEL	(11 * 32 + 5)
#define USER_FENCE	ALTERNATIVE "", "lfence", FENCE_USER
#define KERNEL_FENCE	ALTERNATIVE "", "lfence", FENCE_KERNEL
#define SWAPGS_IN	swapgs; USER_FENCE
#ifndef IRQ_KERNEL_FENCE
#define IRQ_KERNEL_FENCE KERNEL_FENCE
#endif
#ifndef ERROR_KERNEL_FENCE
#define ERROR_KERNEL_FENCE KERNEL_FENCE
#endif
/* for both legs: CR3 is not loaded where it is the kernel's already */
#ifndef PARANOID_FENCE
#define PARANOID_FENCE KERNEL_FENCE
#endif
#define C_BODY incl %gs:rsp_scratch
#include "entry.h"
