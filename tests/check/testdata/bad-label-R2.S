/* SPDX-License-Identifier: GPL-2.0-only */
/* Once a jump label is on, the clear is jumped over. */
#include "label.h"
#define EXIT_CLEAR LABEL(92f); CLEAR; 92:
#include "entry.h"
