/* SPDX-License-Identifier: GPL-2.0-only */
/* Without PTI: no trampoline. */
#define NO_PTI
#include "entry.h"
