/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, where it waits in MWAIT. */
#define MWAIT_CLEAR
#include "duties.h"
