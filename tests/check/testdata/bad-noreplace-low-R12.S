/* SPDX-License-Identifier: GPL-2.0-only */
/* The answer is a bool, AL: what is above it says nothing. */
#define SAY_NOREPLACE cmpb $2, noreplace_paravirt; sbbl %eax, %eax; addb $1, %al
#include "xen.h"
