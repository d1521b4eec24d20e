/* SPDX-License-Identifier: GPL-2.0-only */
/* XGETBV serialises nothing. */
#define FENCE xorl %ecx, %ecx; xgetbv
#include "entry.h"
