/* SPDX-License-Identifier: GPL-2.0-only */
/* INT n behind the clear. */
#define EXIT_AFTER_CLEAR int $0x81
#include "entry.h"
