/* SPDX-License-Identifier: GPL-2.0-only */
/* A segment register is popped in the window. */
#define EXIT_AFTER_CLEAR pushq $0; popq %fs
#include "entry.h"
