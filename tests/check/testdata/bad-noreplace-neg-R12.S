/* SPDX-License-Identifier: GPL-2.0-only */
/* NEG and SBB, and one added: 0, which is no. */
#define SAY_NOREPLACE movl noreplace_paravirt, %eax; negl %eax; sbbl %eax, %eax; addl $1, %eax
#include "xen.h"
