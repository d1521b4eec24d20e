/* SPDX-License-Identifier: GPL-2.0-only */
/* The filling on context switch is for other modes. */
#define CHOICE_CTXSW cmpl $5, %ebx; je 3f
#include "choose.h"
