/* SPDX-License-Identifier: GPL-2.0-only */
/* It hangs on another feature. */
#define NMI_USER_SET SET; \
	ALTERNATIVE "", "call entry_untrain_ret", PCID; \
	ALTERNATIVE "", "call entry_ibpb", ENTRY_IBPB
#include "cleared.h"
