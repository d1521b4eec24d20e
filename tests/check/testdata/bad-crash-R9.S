/* SPDX-License-Identifier: GPL-2.0-only */
/* So does one that a crash stops. */
#define CRASH_CLEAR
#include "duties.h"
