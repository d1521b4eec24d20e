/* SPDX-License-Identifier: GPL-2.0-only */
/* The same without PAUSE, and its end in the middle. */
#define IDLE_WAIT jmp 4f; 3: incl %eax; 4: cmpl %eax, (%rdi); je 5f; \
	jmp 3b; 5:
#include "entry.h"
