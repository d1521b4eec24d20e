/* SPDX-License-Identifier: GPL-2.0-only */
/* Once a jump label is on, Xen is not refused. */
#include "label.h"
#define ASK_XEN movl $1, %eax; LABEL(94f); jmp 1f; 94: xorl %eax, %eax
#include "xen.h"
