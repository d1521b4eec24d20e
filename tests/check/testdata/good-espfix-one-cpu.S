/* SPDX-License-Identifier: GPL-2.0-only */
/* The stack for an IRET to a 16-bit one, where per-CPU data needs no GS. */
#include "espfix.h"
