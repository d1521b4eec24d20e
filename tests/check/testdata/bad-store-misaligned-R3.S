/* SPDX-License-Identifier: GPL-2.0-only */
/* A store that is not aligned goes over the start of the saved value. */
#define PARANOID_AFTER_C pushq %r13; movq %rbx, -4(%rsp); popq %r13
#include "entry.h"
