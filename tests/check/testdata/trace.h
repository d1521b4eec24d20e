/* SPDX-License-Identifier: GPL-2.0-only */
/* As TRACE_IRQS_IRETQ: told where the frame goes back to IF=1. */
#define OTHER_LEG(bit, fence) RESTORE; TRACE_IRQS(bit, fence)
#define TRACE_IRQS(bit, fence) btl $bit, 18 * 8(%rsp); jnc 88f; fence; \
	call c_function; 88:
