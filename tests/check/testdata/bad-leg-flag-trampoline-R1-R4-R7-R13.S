/* SPDX-License-Identifier: GPL-2.0-only */
/* A flag in memory decides on the write, in the trampoline. */
#define TRAMP_SET cmpb $0, tramp_scratch(%rip); je 79f; SET; 79:
#include "entry.h"
