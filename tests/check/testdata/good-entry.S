/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is wrong. */
#include "entry.h"
