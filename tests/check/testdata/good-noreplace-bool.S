/* SPDX-License-Identifier: GPL-2.0-only */
/* What was parsed is a bool, and is given back as it is. */
#define SAY_NOREPLACE movb noreplace_paravirt(%rip), %al
#include "xen.h"
