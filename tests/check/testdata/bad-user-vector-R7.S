/* SPDX-License-Identifier: GPL-2.0-only */
/* A vector of the user's has the addresses: a gather. */
#define SYSCALL_BEFORE_SET vpgatherdd %xmm0, (%rsp, %xmm1, 1), %xmm2
#include "entry.h"
