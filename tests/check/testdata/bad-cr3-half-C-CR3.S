/* SPDX-License-Identifier: GPL-2.0-only */
/* Half of it is kept. */
#define PARANOID_AFTER_C movl %r14d, %r14d
#include "entry.h"
