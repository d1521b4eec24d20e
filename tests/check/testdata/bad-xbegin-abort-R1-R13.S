/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a transaction aborts to there is a RET. */
#define EXIT_AFTER_CLEAR xbegin 91f; xend; jmp 92f; 91: pushq $92f; ret; 92:
#include "entry.h"
