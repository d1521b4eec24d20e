/* SPDX-License-Identifier: GPL-2.0-only */
/* Who leaves clears a second time. */
#define OFFLINE_CLEAR GO; GO; wbinvd
#include "duties.h"
