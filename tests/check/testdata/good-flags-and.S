/* SPDX-License-Identifier: GPL-2.0-only */
/* IF is taken out of the flags on the stack. */
#define EXIT_BEFORE_CLEAR pushfq; andl $~0x200, (%rsp); popfq
#include "entry.h"
