// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts of the local APIC.
 *
 * Rule: an interrupt from user mode comes in on the entry stack and sets IBRS
 * in switch_to_thread_stack, before its RET. From kernel mode it sets nothing
 * and clears nothing: the bit is set wherever interrupts are on (R3(ii), R5,
 * R7).
 * Triggered by: an IPI to self that is pending when a system call returns, so
 * that it comes before the first user instruction; one with interrupts on in
 * the kernel; the timer while user code waits.
 * Cannot tell apart: an interrupt that was pending when user mode began from
 * one that came later. The instrument can.
 */
#include "image.h"

extern void user_wait(void), user_do(void);
extern void irq_entries_start(void);

COUNTED(q1, "ipi-user", exactly, run64(user_wait, loops, DO_IRQ_LATER),
	FROM_USER(AT_IRQ), loops, irq_entries_start);
COUNTED(q2, "ipi-kernel", exactly, run64(user_do, loops, DO_IRQ),
	FROM_KERNEL(AT_IRQ), loops, irq_entries_start);

/* Each takes its time. */
static u64 few(u64 loops)
{
	return loops > 20 ? 20 : loops;
}
COUNTED(q3, "timer-user", exactly, run64(user_wait, few(loops), DO_TIMER),
	FROM_USER(AT_TIMER), few(loops), NULL);
