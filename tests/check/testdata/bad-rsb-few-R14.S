/* SPDX-License-Identifier: GPL-2.0-only */
/* Two entries of it are made. */
#define FILL_LOOPS 1
#include "duties.h"
