/* SPDX-License-Identifier: GPL-2.0-only */
/* What was parsed is written over ahead of the question. */
#define SAY_NOREPLACE movb $0, noreplace_paravirt; movzbl noreplace_paravirt, %eax
#include "xen.h"
