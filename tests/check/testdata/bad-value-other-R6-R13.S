/* SPDX-License-Identifier: GPL-2.0-only */
/* The value is taken from a flag. */
#define LOAD_KERNEL movl use_ibrs, %eax; movl use_ibrs + 4, %edx
#include "entry.h"
