/* SPDX-License-Identifier: GPL-2.0-only */
/* MOV to CR8 does not serialise. */
#define FENCE movq %rcx, %cr8
#include "entry.h"
