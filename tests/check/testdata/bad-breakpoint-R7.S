/* SPDX-License-Identifier: GPL-2.0-only */
/* The value to write is read from memory, in an entry that can hit anywhere. */
#define SAVE_BEFORE_SET LOAD_KERNEL
#include "entry.h"
