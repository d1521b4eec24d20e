/* SPDX-License-Identifier: GPL-2.0-only */
/* What C calls comes back with the user's GS base, on one leg. */
#define MORE_ENTRY FUNC load_gs; swapgs; jnc 1f; swapgs; 1: ret; END load_gs
#define MORE_TEXT FUNC loads; jmp load_gs; END loads
#include "entry.h"
