/* SPDX-License-Identifier: GPL-2.0-only */
/* No exit clears. */
#define EXIT_CLEAR
#include "entry.h"
