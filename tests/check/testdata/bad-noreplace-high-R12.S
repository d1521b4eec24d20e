/* SPDX-License-Identifier: GPL-2.0-only */
/* AL and AH of what was parsed are no one register: the two differ. */
#define SAY_NOREPLACE movl noreplace_paravirt, %eax; cmpb %ah, %al; sete %al
#include "xen.h"
