/* SPDX-License-Identifier: GPL-2.0-only */
/* So does INT 80h. */
#define INT80_HISTORY
#include "cleared.h"
