/* SPDX-License-Identifier: GPL-2.0-only */
/* A C function is called behind the clear. */
#define EXIT_AFTER_CLEAR call c_function
#include "entry.h"
