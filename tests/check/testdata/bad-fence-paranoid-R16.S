/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A paranoid entry fences the leg without SWAPGS only, as v5.15 did: with SWAPGS
 * nothing serialises where CR3 is the kernel's.
 */
#define PARANOID_FENCE testl %ebx, %ebx; jz 2f; KERNEL_FENCE; 2:
#include "fence.h"
