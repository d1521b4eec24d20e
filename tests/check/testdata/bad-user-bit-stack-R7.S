/* SPDX-License-Identifier: GPL-2.0-only */
/* The same from a stack on. */
#define EXIT_AFTER_CLEAR btq %r10, -16(%rsp)
#include "entry.h"
