/* SPDX-License-Identifier: GPL-2.0-only */
/* IRETD, which has words of 4 bytes: its CS is a half of IP. */
#define AT_IRET iretl
#include "entry.h"
