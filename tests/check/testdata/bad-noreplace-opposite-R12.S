/* SPDX-License-Identifier: GPL-2.0-only */
/* What is asked says the opposite of what was parsed. */
#define SAY_NOREPLACE cmpl $0, noreplace_paravirt; sete %al
#include "xen.h"
