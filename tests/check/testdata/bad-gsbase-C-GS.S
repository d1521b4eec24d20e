/* SPDX-License-Identifier: GPL-2.0-only */
/* The GS base that is loaded is what C has left in a register. */
#define TRAMP_SET SET
#define PARANOID_AFTER_C wrgsbase %rax
#include "entry.h"
