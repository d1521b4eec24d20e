/* SPDX-License-Identifier: GPL-2.0-only */
/* It is known, and it is C of the kernel; or the function's own. */
#define OFFLINE_CLEAR GO; wbinvd; movq $c_function, %rax; jmp *%rax
#define CRASH_CLEAR GO; movq $91f, %rax; jmp *%rax; 91:
#include "duties.h"
