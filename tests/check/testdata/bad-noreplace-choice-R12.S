/* SPDX-License-Identifier: GPL-2.0-only */
/* IBRS is chosen without a look at noreplace-paravirt. */
#define ASK_NOREPLACE xorl %eax, %eax
#include "xen.h"
