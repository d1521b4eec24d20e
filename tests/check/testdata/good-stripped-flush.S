/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, and another table ends where the tokens begin. */
#define STRIPPED_FLUSH
#include "entry.h"
#include "stripped.h"
