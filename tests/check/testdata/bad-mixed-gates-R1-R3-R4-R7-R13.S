/* SPDX-License-Identifier: GPL-2.0-only */
#include "kernel.h"
/* Saved and restored by a flag in memory, set and cleared by an alternative. */
#define PARANOID_SAVE cmpl $0, use_ibrs; je 77f; SAVE; 77:
#define NMI_RESTORE RESTORE_ALWAYS
#define PARANOID_SWAPGS_LEG RESTORE_ALWAYS
#define PARANOID_OTHER_LEG RESTORE_ALWAYS
	.macro RESTORE_ALWAYS
	cmpl $0, use_ibrs
	je .Lra_\@
	RESTORE_SAVED
.Lra_\@:
	.endm
#include "entry.h"
