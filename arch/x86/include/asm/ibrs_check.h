/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CONFIG_DEBUG_IBRS_ENTRY: IA32_SPEC_CTRL is read back where it has to be as
 * kernel mode runs with it. The file x86/ibrs_check of debugfs has the counts.
 */
#ifndef _ASM_X86_IBRS_CHECK_H
#define _ASM_X86_IBRS_CHECK_H

#include <linux/percpu-defs.h>
#include <linux/types.h>

struct pt_regs;

#ifdef CONFIG_DEBUG_IBRS_ENTRY

/*
 * Compare all 64 bits on this CPU, count, and put them right. where: the
 * function that calls, as which it is counted.
 *
 * Context: any but NMI, preemption off.
 */
void ibrs_check(const void *where);

/*
 * Begin to check on this CPU, with a first check; stop to. In between is where
 * a CPU that is offline, or has not set IBRS yet, is left alone.
 */
void ibrs_check_up(const void *where);
void ibrs_check_down(void);

/*
 * ibrs_check() behind a VM exit, once GS is the kernel's. Exported for KVM: a
 * function of a module would be no name that lasts.
 */
void ibrs_check_vmexit(void);

/* ibrs_check(), and the warning: in process context. */
void ibrs_check_and_warn(const void *where);

/* What was written on the way to user mode, by entry code. */
DECLARE_PER_CPU(u64, ibrs_exit_value);

/* As ibrs_check(), called by entry code ahead of func, and in NMI too. */
asmlinkage void ibrs_check_entry(struct pt_regs *regs, const void *func);
asmlinkage void ibrs_check_syscall(void);

#else

static inline void ibrs_check(const void *where) { }
static inline void ibrs_check_up(const void *where) { }
static inline void ibrs_check_down(void) { }
static inline void ibrs_check_vmexit(void) { }
static inline void ibrs_check_and_warn(const void *where) { }

#endif
#endif /* _ASM_X86_IBRS_CHECK_H */
