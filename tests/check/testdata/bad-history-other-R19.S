/* SPDX-License-Identifier: GPL-2.0-only */
/* It hangs on another feature. */
#define INT80_HISTORY ALTERNATIVE "", "call clear_bhb_loop", PCID
#include "cleared.h"
