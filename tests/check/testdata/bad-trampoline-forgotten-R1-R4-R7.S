/* SPDX-License-Identifier: GPL-2.0-only */
/* The trampoline does not set. */
#define TRAMP_SET
#include "entry.h"
