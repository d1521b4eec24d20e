/* SPDX-License-Identifier: GPL-2.0-only */
/* load_gs_index() has lost its SWAPGS. */
#define MORE_ENTRY FUNC load_gs; pushfq; cli; movl %edi, %gs; popfq; ret; \
	END load_gs
#define MORE_TEXT FUNC uses; call load_gs; ret; END uses
#include "entry.h"
