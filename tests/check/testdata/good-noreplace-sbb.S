/* SPDX-License-Identifier: GPL-2.0-only */
/* What was parsed is compared with 1, and what it lacks to that is the answer. */
#define SAY_NOREPLACE cmpb $1, noreplace_paravirt; sbbl %eax, %eax; incl %eax
#include "xen.h"
