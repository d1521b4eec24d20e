/* SPDX-License-Identifier: GPL-2.0-only */
/* An NMI ends HLT, and behind it interrupts are on. */
#define OFFLINE_CLEAR cli; GO; wbinvd; 71: hlt; sti; jmp 71b
#include "duties.h"
