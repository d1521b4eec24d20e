/* SPDX-License-Identifier: GPL-2.0-only */
/* ECX bit 0 is clear: no interrupt ends MWAIT. */
#define IDLE_WAIT decl %ecx; mwait
#include "entry.h"
