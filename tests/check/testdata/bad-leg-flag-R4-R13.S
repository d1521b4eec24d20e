/* SPDX-License-Identifier: GPL-2.0-only */
/* A flag in memory decides on the write. */
#define ERROR_SET cmpl $0, use_ibrs; je 79f; SET; 79:
#include "entry.h"
