/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, by an address in a register. */
#define SAY_NOREPLACE leaq noreplace_paravirt(%rip), %rdx; decb (%rdx); movzbl noreplace_paravirt, %eax
#include "xen.h"
