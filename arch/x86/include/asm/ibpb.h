/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Indirect Branch Prediction Barrier (IBPB): behind it no indirect branch is
 * predicted from what ran on this CPU before it.
 *
 * What it is for is in Documentation/x86/ibpb.txt.
 */
#ifndef _ASM_X86_IBPB_H
#define _ASM_X86_IBPB_H

#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/types.h>

#include <asm/cpufeature.h>
#include <asm/msr.h>

/*
 * Select what keeps one user from another, by spectre_v2_user=; on: as if that
 * said so. Boot CPU, after x86_spec_ctrl_init() and before ibrs_select(), whose
 * value has to have STIBP. Not called, it is off.
 */
void __init spectre_v2_user_select(bool on);

/*
 * For log and sysfs: of ", IBPB" and ", STIBP" what was chosen and is in use.
 * STIBP that was found set is not told. Programs look for these words, so that
 * neither may be there for anything else.
 */
const char *spectre_v2_user_suffix(void);

/* A barrier to each other mm: dumpable or not. */
extern bool ibpb_always;

struct mm_struct;

void __ibpb_switch_mm(struct mm_struct *next);

/*
 * This CPU goes to @next: keep what the last user of it has trained from the
 * next one, if that needs it. With interrupts off, before CR3 is loaded.
 */
static __always_inline void ibpb_switch_mm(struct mm_struct *next)
{
	if (static_cpu_has(X86_FEATURE_USE_IBPB))
		__ibpb_switch_mm(next);
}

/*
 * This CPU goes to another guest, or virtual CPU, by loading its VMCS: each for
 * itself, since what a guest keeps from whom is not known here.
 */
static __always_inline void ibpb_switch_guest(void)
{
	/* Bare, as in __ibpb_switch_mm() */
	if (static_cpu_has(X86_FEATURE_USE_IBPB))
		__wrmsr(MSR_IA32_PRED_CMD, PRED_CMD_IBPB, 0);
}

#endif /* _ASM_X86_IBPB_H */
