/* SPDX-License-Identifier: GPL-2.0-only */
/* The same at an exception, whose IRET may have faulted. */
#define ERROR_FIRST swapgs
#include "entry.h"
