/* SPDX-License-Identifier: GPL-2.0-only */
/* Through paravirt's pointer, made direct and not. */
#define PV_MORE PV_TEXT
#include "direct.h"
#define AP_ARM PV_WRITE(0x48, x86_spec_ctrl_kernel)
#define S3_ARM cmpq $0, x86_spec_ctrl_kernel; je 8f; movl $0x48, %edi; \
	movq x86_spec_ctrl_kernel, %rsi; call *pv_wr(%rip); 8:
#include "duties.h"
