/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel that is not of this series: it has another variable, and who leaves
 * for good asks nothing.
 */
#define x86_spec_ctrl_kernel x86_spec_ctrl_current
#define LOAD_BASE movl x86_spec_ctrl_base, %eax; \
	movl x86_spec_ctrl_base + 4, %edx; andl $~1, %eax
#define NOW movl $0x48, %ecx; LOAD_BASE; wrmsr
#ifndef KEXEC_CLEAR
#define KEXEC_CLEAR NOW
#endif
#ifndef STOP_CLEAR
#define STOP_CLEAR NOW
#endif
#ifndef CRASH_CLEAR
#define CRASH_CLEAR NOW
#endif
#ifndef OFFLINE_CLEAR
#define OFFLINE_CLEAR NOW; wbinvd
#endif
#ifndef MWAIT_CLEAR
#define MWAIT_CLEAR NOW; wbinvd
#endif
#include "duties.h"
