/* SPDX-License-Identifier: GPL-2.0-only */
/* There is no clear behind a far return. */
#define EXIT_CLEAR pushq $0x10; pushq $78f; lretq; 78:
#include "entry.h"
