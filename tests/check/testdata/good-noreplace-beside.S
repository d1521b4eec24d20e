/* SPDX-License-Identifier: GPL-2.0-only */
/* A byte beside it is written. */
#define SAY_NOREPLACE movb $0, noreplace_paravirt + 1; movzbl noreplace_paravirt, %eax
#include "xen.h"
