/* SPDX-License-Identifier: GPL-2.0-only */
/* It is asked on one leg only. */
#define ASK_NOREPLACE testl $1, use_ibrs; jz 2f; call paravirt_stays_unpatched; \
	ret; 2: xorl %eax, %eax
#include "xen.h"
