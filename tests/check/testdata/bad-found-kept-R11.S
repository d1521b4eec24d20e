/* SPDX-License-Identifier: GPL-2.0-only */
/* Found set by a processor that comes up, IBRS not in use, and left so. */
#define SETUP_OFF movl $0x48, %ecx; rdmsr; testl $1, %eax; jnz 2f; 2:
#include "duties.h"
