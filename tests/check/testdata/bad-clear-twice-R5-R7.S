/* SPDX-License-Identifier: GPL-2.0-only */
/* Cleared, then C is called, then cleared again. */
#define EXIT_BEFORE_CLEAR CLEAR; call c_function
#include "entry.h"
