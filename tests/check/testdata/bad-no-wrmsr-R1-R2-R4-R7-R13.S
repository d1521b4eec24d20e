/* SPDX-License-Identifier: GPL-2.0-only */
/* The macros load the three registers and forget the instruction. */
#define WRMSR
#include "entry.h"
