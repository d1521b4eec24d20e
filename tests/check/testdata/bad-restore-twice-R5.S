/* SPDX-License-Identifier: GPL-2.0-only */
/* Restored before the exit, and on it. */
#define PARANOID_AFTER_C RESTORE
#include "entry.h"
