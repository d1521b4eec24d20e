/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts on behind the clear, on one leg. */
#define KEXEC_CLEAR GO; testl $1, use_ibrs; jz 71f; sti; 71:
#include "duties.h"
