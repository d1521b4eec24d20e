/* SPDX-License-Identifier: GPL-2.0-only */
/* HLT clears as well. */
#define IDLE_WAIT hlt
#include "entry.h"
