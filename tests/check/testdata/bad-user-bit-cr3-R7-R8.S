/* SPDX-License-Identifier: GPL-2.0-only */
/* By a bit offset that is not known, with the user CR3. */
#define EXIT_AFTER_CR3 btq %r8, (%rsp)
#include "entry.h"
