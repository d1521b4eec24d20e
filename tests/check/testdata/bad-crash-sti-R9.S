/* SPDX-License-Identifier: GPL-2.0-only */
#define CRASH_CLEAR GO; sti
#include "duties.h"
