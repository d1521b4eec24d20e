/* SPDX-License-Identifier: GPL-2.0-only */
/* A variable is read behind it. */
#define INT80_SWAPGS VERW; cmpq $0, %gs:rsp_scratch; swapgs
#include "cleared.h"
