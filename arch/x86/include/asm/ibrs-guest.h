/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IBRS around guests: a VM entry is a way out to less privileged code, and a VM
 * exit a way in. The invariant is in Documentation/x86/ibrs.txt.
 *
 * For the asm statement that has the VM entry in it. C next to that would not
 * do: the compiler may put calls there (KASAN and KCOV do), and these end in
 * a RET.
 */
#ifndef _ASM_X86_IBRS_GUEST_H
#define _ASM_X86_IBRS_GUEST_H

#include <linux/stringify.h>

#include <asm/alternative.h>
#include <asm/cpufeatures.h>
#include <asm/msr-index.h>

/*
 * Write IA32_SPEC_CTRL. value is a variable of asm/ibrs.h. keep is the one of
 * RAX, RCX and RDX that is live, and scratch a register that is not; the other
 * two are clobbered. Flags are kept. Not needed: a stack, GS.
 *
 * One patched jump while IBRS is not in use.
 */
#ifdef CONFIG_X86_64
#define __IBRS_GUEST_WRITE(value, keep, scratch)			\
	ALTERNATIVE("jmp 930f", "movq %%" keep ", %%" scratch,		\
		    X86_FEATURE_KERNEL_IBRS)				\
	"movl $" __stringify(MSR_IA32_SPEC_CTRL) ", %%ecx\n\t"		\
	"movl " value ", %%eax\n\t"					\
	"movl " value " + 4, %%edx\n\t"					\
	"wrmsr\n\t"							\
	"movq %%" scratch ", %%" keep "\n"				\
	"930:\n\t"
#else
#define __IBRS_GUEST_WRITE(value, keep, scratch) ""
#endif

/*
 * IBRS_GUEST_ENTER - clear IBRS for the guest
 *
 * Context: nothing that maskable interrupts or faults can hit: IF=0, or GIF=0
 *	    (SVM).
 * Order:   behind the last RET, indirect branch and call, before the guest's
 *	    registers are loaded. From here to the VM entry there may be none.
 *
 * The guest runs with the base. It has no access to the MSR, so the bit is
 * clear when it exits, and what an NMI finds there says that it has to set it.
 */
#define IBRS_GUEST_ENTER(keep, scratch)					\
	__IBRS_GUEST_WRITE("x86_spec_ctrl_base", keep, scratch)

/*
 * IBRS_GUEST_EXIT - set IBRS after a VM exit
 *
 * Context: as IBRS_GUEST_ENTER.
 * Order:   once the guest's registers are stored, before the first RET,
 *	    indirect branch and call.
 *
 * Never skipped, whatever the bit reads: the write is the barrier.
 */
#define IBRS_GUEST_EXIT(keep, scratch)					\
	__IBRS_GUEST_WRITE("x86_spec_ctrl_kernel", keep, scratch)

#endif /* _ASM_X86_IBRS_GUEST_H */
