/* SPDX-License-Identifier: GPL-2.0-only */
/* INT1 ahead of the set, of an NMI from user mode. */
#define NMI_USER_SET .byte 0xf1; SET
#include "entry.h"
