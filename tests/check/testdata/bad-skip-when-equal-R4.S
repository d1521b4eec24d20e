/* SPDX-License-Identifier: GPL-2.0-only */
/* The entry from user mode reads first. */
#define BEFORE_SET rdmsr
#include "entry.h"
