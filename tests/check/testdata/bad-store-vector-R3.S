/* SPDX-License-Identifier: GPL-2.0-only */
/* A store of 16 bytes has the saved value in its upper half. */
#define PARANOID_AFTER_C pushq %r13; movups %xmm0, -8(%rsp); popq %r13
#include "entry.h"
