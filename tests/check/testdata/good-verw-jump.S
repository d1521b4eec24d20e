/* SPDX-License-Identifier: GPL-2.0-only */
/* VERW is jumped over, as where no address is patched in. */
#define VERW ALTERNATIVE "jmp 77f", "", CLEAR_CPU_BUF; verw verw_sel; 77:
#include "cleared.h"
