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
#ifndef CRASH_STAY
#define CRASH_STAY STAY hlt
#endif
#ifndef SETUP_OFF
#define SETUP_OFF
#endif
#ifndef SETUP_LOAD
#define SETUP_LOAD LOAD_KERNEL
#endif
#ifndef OFFLINE_CLEAR
#define OFFLINE_CLEAR GO; wbinvd
#endif
#ifndef PV_MORE
#define PV_MORE
#endif
#ifndef MWAIT_CLEAR
#define MWAIT_CLEAR GO; wbinvd
#endif
#ifndef SWITCH_FILL
#define SWITCH_FILL FILL_RSB RSB_CTXSW
#endif

	.macro GO
	cmpq $0, x86_spec_ctrl_kernel
	je .Lgo_end_\@
	movl $0x48, %ecx
	LOAD_BASE
	wrmsr
.Lgo_end_\@:
	.endm

	.macro STAY insn
.Lstay_\@:
	\insn
	jmp .Lstay_\@
	.endm

	.macro DUTIES
FUNC x86_spec_ctrl_setup_cpu
	cmpq $0, x86_spec_ctrl_kernel
	je 1f
	movl $0x48, %ecx
	SETUP_LOAD
	wrmsr
	ret
1:	SETUP_OFF
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
	.pushsection .init.text, "ax"
FUNC ibrs_set_boot_cpu
	BOOT_ARM
	ret
END ibrs_set_boot_cpu
	.popsection
FUNC relocate_kernel
	ret
END relocate_kernel
FUNC machine_kexec
	cli
	KEXEC_CLEAR
	call relocate_kernel
	ret
END machine_kexec
FUNC stop_this_cpu
	cli
	STOP_CLEAR
	STAY hlt
END stop_this_cpu
FUNC crash_nmi_callback
	cli
	CRASH_CLEAR
	CRASH_STAY
END crash_nmi_callback
FUNC hlt_play_dead
	OFFLINE_CLEAR
	STAY hlt
END hlt_play_dead
FUNC mwait_play_dead
	MWAIT_CLEAR
	STAY mwait
END mwait_play_dead
FUNC __switch_to_asm
	SWITCH_FILL
	ret
END __switch_to_asm
	PV_MORE
	.endm

#define MORE_TEXT DUTIES
#include "entry.h"
