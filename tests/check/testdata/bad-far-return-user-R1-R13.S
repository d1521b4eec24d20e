/* SPDX-License-Identifier: GPL-2.0-only */
/* A far return leaves for user mode. */
#define EXIT_AFTER_CR3 jnc 76f; swapgs; pushq $0x33; pushq $0; lretq; 76:
#include "entry.h"
