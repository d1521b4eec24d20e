/* SPDX-License-Identifier: GPL-2.0-only */
/* Once a jump label is on, a RET in the window. */
#include "label.h"
#define EXIT_AFTER_CLEAR LABEL(92f); jmp 93f; 92: pushq $93f; ret; 93:
#include "entry.h"
