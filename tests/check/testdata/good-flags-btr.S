/* SPDX-License-Identifier: GPL-2.0-only */
/* IF is taken out of the flags on the stack, by its number. */
#define EXIT_BEFORE_CLEAR pushfq; btrl $9, (%rsp); popfq
#include "entry.h"
