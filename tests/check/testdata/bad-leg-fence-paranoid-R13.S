/* SPDX-License-Identifier: GPL-2.0-only */
/* The fence of a paranoid entry stands ahead of its branch. */
#define SAVE_BEFORE_TEST lfence
#define FENCE
#include "entry.h"
