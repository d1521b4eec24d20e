/* SPDX-License-Identifier: GPL-2.0-only */
/* Where each macro of entry.h stands, and what else a bad-*.S may put there. */
#ifndef TRAMP_SET
#define TRAMP_SET SET
#endif
#ifndef SYSCALL_SET
#define SYSCALL_SET SET
#endif
#ifndef SYSCALL_BEFORE_SET
#define SYSCALL_BEFORE_SET
#endif
#ifndef SYSCALL_AFTER_SET
#define SYSCALL_AFTER_SET
#endif
#ifndef SYSCALL_PUSH
#define SYSCALL_PUSH PUSH_REGS
#endif
#ifndef SYSCALL_EXIT
#define SYSCALL_EXIT jmp to_user
#endif
#ifndef IRQ_FIRST
#define IRQ_FIRST
#endif
#ifndef IRQ_BEFORE_RET
#define IRQ_BEFORE_RET SET
#endif
#ifndef IRQ_BEFORE_HINT
#define IRQ_BEFORE_HINT
#endif
#ifndef IRQ_HINT
#define IRQ_HINT 8
#endif
#ifndef ERROR_SET
#define ERROR_SET SET
#endif
#ifndef ERROR_FIRST
#define ERROR_FIRST
#endif
#ifndef KERNEL_LEG
#define KERNEL_LEG
#endif
/* the legs that can be predicted and are not taken (R13) */
#ifndef IRQ_KERNEL_FENCE
#define IRQ_KERNEL_FENCE ALTERNATIVE "", "lfence", IBRS_FENCE
#endif
#ifndef ERROR_KERNEL_FENCE
#define ERROR_KERNEL_FENCE ALTERNATIVE "", "lfence", IBRS_FENCE
#endif
#ifndef DEBUG_USER_FENCE
#define DEBUG_USER_FENCE ALTERNATIVE "", "lfence", IBRS
#endif
#ifndef TO_KERNEL
#define TO_KERNEL
#endif
#ifndef BAD_IRET_SET
#define BAD_IRET_SET SET
#endif
#ifndef EXIT_CLEAR
#define EXIT_CLEAR CLEAR
#endif
#ifndef EXIT_BEFORE_CLEAR
#define EXIT_BEFORE_CLEAR
#endif
#ifndef EXIT_AFTER_CLEAR
#define EXIT_AFTER_CLEAR
#endif
#ifndef EXIT_AFTER_CR3
#define EXIT_AFTER_CR3
#endif
#ifndef EXIT_SWAPGS
#define EXIT_SWAPGS swapgs
#endif
#ifndef AT_IRET
#define AT_IRET
#endif
#ifndef PARANOID_SAVE
#define PARANOID_SAVE SAVE
#endif
#ifndef PARANOID_BEFORE_C
#define PARANOID_BEFORE_C
#endif
#ifndef PARANOID_AFTER_C
#define PARANOID_AFTER_C
#endif
#ifndef PARANOID_SWAPGS_LEG
#define PARANOID_SWAPGS_LEG RESTORE
#endif
#ifndef PARANOID_OTHER_LEG
#define PARANOID_OTHER_LEG RESTORE
#endif
#ifndef NMI_ENTRY
#define NMI_ENTRY call paranoid_entry
#endif
#ifndef NMI_RESTORE
#define NMI_RESTORE RESTORE
#endif
#ifndef NMI_USER_SET
#define NMI_USER_SET SET
#endif
#ifndef NMI_USER_EXIT
#define NMI_USER_EXIT to_user
#endif
/* SWAPGS on the way in, and what stands behind it (R16) */
#ifndef SWAPGS_IN
#define SWAPGS_IN swapgs
#endif
#ifndef IRQ_SWAPGS
#define IRQ_SWAPGS SWAPGS_IN
#endif
#ifndef ERROR_SWAPGS
#define ERROR_SWAPGS SWAPGS_IN
#endif
#ifndef BAD_IRET_SWAPGS
#define BAD_IRET_SWAPGS SWAPGS_IN
#endif
#ifndef NMI_SWAPGS
#define NMI_SWAPGS SWAPGS_IN
#endif
#ifndef PARANOID_SWAPGS
#define PARANOID_SWAPGS swapgs
#endif
#ifndef PARANOID_FENCE
#define PARANOID_FENCE
#endif
#ifndef FORK_AFTER_C
#define FORK_AFTER_C
#endif
/* what a function of C does */
#ifndef C_BODY
#define C_BODY
#endif
