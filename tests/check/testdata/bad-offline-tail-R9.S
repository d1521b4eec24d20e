/* SPDX-License-Identifier: GPL-2.0-only */
/* Offline goes on by a jump to C. */
#define OFFLINE_CLEAR GO; jmp c_function
#include "duties.h"
