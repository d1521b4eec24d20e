/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is wrong, and the symbols are those of kallsyms. */
#include "entry.h"
#include "stripped.h"
