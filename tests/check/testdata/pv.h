/* SPDX-License-Identifier: GPL-2.0-only */
/* On the way up, ahead of the write: a paravirt site, by PV_NAME and PV_DOES. */
	.macro PV_SITE
93:	call *pv_irq_ops
	nop
	.pushsection .parainstructions, "a"
	.quad 93b
	.byte 0, 7
	.skip 6
	.popsection
	.endm
#define AP_ARM PV_SITE; call x86_spec_ctrl_setup_cpu
#define PV_MORE FUNC PV_NAME; PV_DOES; ret; END PV_NAME; \
	.pushsection .data; pv_irq_ops: .quad PV_NAME; .popsection
#include "duties.h"
