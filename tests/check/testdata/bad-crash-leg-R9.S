/* SPDX-License-Identifier: GPL-2.0-only */
/* On a leg that stays it is not cleared. */
#define CRASH_CLEAR testl %edi, %edi; jz 3f; GO; 3:
#include "duties.h"
