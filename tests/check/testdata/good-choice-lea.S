/* SPDX-License-Identifier: GPL-2.0-only */
/* The mode is asked by an address that is of it, and stays. */
#define CHOICE_CTXSW leal -5(%rbx), %eax; cmpl $1, %eax; ja 3f
#include "choose.h"
