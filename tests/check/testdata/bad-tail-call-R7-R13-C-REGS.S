/* SPDX-License-Identifier: GPL-2.0-only */
/* C is called behind the clear, by a conditional jump. */
#define EXIT_AFTER_CLEAR pushq $76f; jnc c_function; addq $8, %rsp; 76:
#include "entry.h"
