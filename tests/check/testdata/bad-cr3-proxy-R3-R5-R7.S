/* SPDX-License-Identifier: GPL-2.0-only */
/* "CR3 was the user's" stands for "IBRS was clear". */
#define PARANOID_SAVE SET
#define NMI_RESTORE PROXY
#define PARANOID_SWAPGS_LEG PROXY
#define PARANOID_OTHER_LEG PROXY
	.macro PROXY
	bt $12, %r14
	jnc .Lproxy_\@
	CLEAR
.Lproxy_\@:
	.endm
#include "entry.h"
