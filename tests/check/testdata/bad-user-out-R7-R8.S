/* SPDX-License-Identifier: GPL-2.0-only */
/* A register of the user's is a pointer already, and so is the CR3. */
#define EXIT_AFTER_CR3 cmpq %rax, (%rsi)
#include "entry.h"
