/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, by one too much: IBRS is none of those modes. */
#define CHOICE_CTXSW leal -6(%rbx), %eax; cmpl $1, %eax; ja 3f
#include "choose.h"
