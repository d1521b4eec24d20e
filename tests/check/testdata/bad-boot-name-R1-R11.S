/* SPDX-License-Identifier: GPL-2.0-only */
/* A name that boot code has, in what system calls go through: it clears. */
#define MORE_TEXT FUNC spectre_v2_update; movl $0x48, %ecx; LOAD_BASE; \
	wrmsr; ret; END spectre_v2_update
#include "entry.h"
