/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind an indirect jump. */
#define SYSCALL_SET SET; UNTRAIN; movq $77f, %rax; jmp *%rax; 77: HISTORY
#include "cleared.h"
