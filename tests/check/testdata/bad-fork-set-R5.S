/* SPDX-License-Identifier: GPL-2.0-only */
/* A new task sets what the switch to it has left set. */
#define FORK_AFTER_C SET
#include "entry.h"
