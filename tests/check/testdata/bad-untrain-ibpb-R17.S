/* SPDX-License-Identifier: GPL-2.0-only */
/* By one of the two features only. */
#define NMI_USER_SET SET; ALTERNATIVE "", "call entry_untrain_ret", UNRET
#include "cleared.h"
