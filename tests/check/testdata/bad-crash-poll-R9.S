/* SPDX-License-Identifier: GPL-2.0-only */
/* Who is stopped polls, and never halts. */
#define CRASH_STAY STAY pause
#include "duties.h"
