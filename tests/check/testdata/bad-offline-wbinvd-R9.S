/* SPDX-License-Identifier: GPL-2.0-only */
/* What a CPU does before it goes offline dirties memory behind WBINVD. */
#define OFFLINE_CLEAR wbinvd; GO
#include "duties.h"
