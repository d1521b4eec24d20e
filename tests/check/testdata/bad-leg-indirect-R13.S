/* SPDX-License-Identifier: GPL-2.0-only */
/* An indirect jump. */
#define ERROR_FIRST NEVER jmp *%rdx
#include "leg.h"
#include "entry.h"
