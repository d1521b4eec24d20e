/* SPDX-License-Identifier: GPL-2.0-only */
/* The unwinder's tables are right. */
#define WITH_ORC
#include "entry.h"
