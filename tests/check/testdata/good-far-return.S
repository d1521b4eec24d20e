/* SPDX-License-Identifier: GPL-2.0-only */
/* A far return to what was pushed is a part of the path. */
#define EXIT_BEFORE_CLEAR pushq $0x10; pushq $78f; lretq; 78:
#include "entry.h"
