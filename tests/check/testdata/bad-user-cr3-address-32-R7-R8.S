/* SPDX-License-Identifier: GPL-2.0-only */
/* The same with the user CR3. */
#define EXIT_AFTER_CR3 .byte 0x67; movq (%rsp), %rdi
#include "entry.h"
