/* SPDX-License-Identifier: GPL-2.0-only */
/* Another flag is. */
#define EXIT_BEFORE_CLEAR sti; pushfq; andl $~0x100, (%rsp); popfq
#include "entry.h"
