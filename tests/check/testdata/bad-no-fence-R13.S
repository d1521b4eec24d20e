/* SPDX-License-Identifier: GPL-2.0-only */
/* The leg that skips the write has no LFENCE. */
#define FENCE
#include "entry.h"
