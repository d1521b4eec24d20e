/* SPDX-License-Identifier: GPL-2.0-only */
/* C gives a stack that nobody knows: any SS may be on it. */
#include "stack.h"
#define PARANOID_BEFORE_C OTHER_STACK(c_function)
#include "entry.h"
