/* SPDX-License-Identifier: GPL-2.0-only */
/* Before the clear all of it is right: interrupts are off at the clear. */
#define OFFLINE_CLEAR TRAP ud2 1; sti; pushfq; popfq; swapgs; swapgs; cli; \
	GO; wbinvd; 71: hlt; testl $1, use_ibrs; jz 71b; cli; jmp 71b
#define STOP_CLEAR cli; pushfq; GO; popfq
#include "duties.h"
