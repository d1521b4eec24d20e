/* SPDX-License-Identifier: GPL-2.0-only */
/* It is put in, and another one is taken out. */
#define EXIT_BEFORE_CLEAR pushfq; btsl $9, (%rsp); btrl $8, (%rsp); popfq
#include "entry.h"
