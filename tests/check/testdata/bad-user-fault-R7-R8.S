/* SPDX-License-Identifier: GPL-2.0-only */
/* So is any register at a page fault, before anything is asked. */
#define ERROR_FIRST movb 1(%rsi), %al
#include "entry.h"
