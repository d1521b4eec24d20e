/* SPDX-License-Identifier: GPL-2.0-only */
/* Whatever it says 0 is given back. */
#define ASK_NOREPLACE call paravirt_stays_unpatched; xorl %eax, %eax
#include "xen.h"
