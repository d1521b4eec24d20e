/* SPDX-License-Identifier: GPL-2.0-only */
/* Who else has to write: processors that come and go, the context switch. */
#include "kernel.h"

#ifndef AP_ARM
#define AP_ARM call x86_spec_ctrl_setup_cpu
#endif
#ifndef S3_ARM
#define S3_ARM call x86_spec_ctrl_setup_cpu
#endif
#ifndef BOOT_ARM
#define BOOT_ARM movl $0x48, %ecx; LOAD_KERNEL; wrmsr
#endif
#ifndef KEXEC_CLEAR
#define KEXEC_CLEAR GO
#endif
#ifndef STOP_CLEAR
#define STOP_CLEAR GO
#endif
#ifndef CRASH_CLEAR
#define CRASH_CLEAR GO
#endif
#ifndef OFFLINE_CLEAR
#define OFFLINE_CLEAR GO; wbinvd
#endif
#ifndef MWAIT_CLEAR
#define MWAIT_CLEAR GO; wbinvd
#endif
#ifndef SWITCH_FILL
#define SWITCH_FILL FILL_RSB RSB_CTXSW
#endif

	.macro GO
	movl $0x48, %ecx
	LOAD_BASE
	wrmsr
	.endm

	.macro DUTIES
FUNC x86_spec_ctrl_setup_cpu
	movl $0x48, %ecx
	LOAD_KERNEL
	wrmsr
	ret
END x86_spec_ctrl_setup_cpu
FUNC start_secondary
	AP_ARM
	ret
END start_secondary
FUNC __restore_processor_state
	S3_ARM
	ret
END __restore_processor_state
FUNC ibrs_set_boot_cpu
	BOOT_ARM
	ret
END ibrs_set_boot_cpu
FUNC machine_kexec
	KEXEC_CLEAR
	ret
END machine_kexec
FUNC stop_this_cpu
	STOP_CLEAR
	ret
END stop_this_cpu
FUNC crash_nmi_callback
	CRASH_CLEAR
	ret
END crash_nmi_callback
FUNC hlt_play_dead
	OFFLINE_CLEAR
	ret
END hlt_play_dead
FUNC mwait_play_dead
	MWAIT_CLEAR
	ret
END mwait_play_dead
FUNC __switch_to_asm
	SWITCH_FILL
	ret
END __switch_to_asm
	.endm

#define MORE_TEXT DUTIES
#include "entry.h"
