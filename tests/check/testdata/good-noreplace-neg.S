/* SPDX-License-Identifier: GPL-2.0-only */
/* What was parsed is made a yes by NEG and SBB. */
#define SAY_NOREPLACE movl noreplace_paravirt, %eax; negl %eax; sbbl %eax, %eax; negl %eax
#include "xen.h"
