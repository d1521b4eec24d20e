/* SPDX-License-Identifier: GPL-2.0-only */
/* And as a store: what lies on the stack is not known behind it. */
#define EXIT_AFTER_CLEAR btsq %r10, -64(%rsp)
#include "entry.h"
