/* SPDX-License-Identifier: GPL-2.0-only */
/* The same by UD0, and by the short form of the table. */
#define SHORT_BUGS
#define EXIT_CLEAR TRAP ".byte 0x0f, 0xff" 0x301
#include "entry.h"
