/* SPDX-License-Identifier: GPL-2.0-only */
/* A segment register is loaded in the window. */
#define EXIT_AFTER_CLEAR movl %eax, %ds
#include "entry.h"
