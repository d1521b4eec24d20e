/* SPDX-License-Identifier: GPL-2.0-only */
/* What C calls here comes back with the other GS base. */
#define MORE_ENTRY FUNC stub_ptregs_64; swapgs; ret; END stub_ptregs_64
#include "entry.h"
