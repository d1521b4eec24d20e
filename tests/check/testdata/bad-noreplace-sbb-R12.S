/* SPDX-License-Identifier: GPL-2.0-only */
/* The same without the last step: it is no where it was parsed. */
#define SAY_NOREPLACE cmpb $1, noreplace_paravirt; sbbl %eax, %eax
#include "xen.h"
