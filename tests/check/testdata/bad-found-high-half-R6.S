/* SPDX-License-Identifier: GPL-2.0-only */
/* What was found is written without its upper half. */
#define SAVE_BEFORE_TEST xorl %edx, %edx
#include "entry.h"
