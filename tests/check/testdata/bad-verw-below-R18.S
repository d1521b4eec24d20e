/* SPDX-License-Identifier: GPL-2.0-only */
/* So is what lies below the frame. */
#define INT80_SWAPGS swapgs; VERW; cmpq $0, -8(%rsp)
#include "cleared.h"
