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
 * Cannot tell apart: a timer interrupt that came in the kernel after all (the
 * count then differs and the test fails; a slow machine could do that).
 */
#include "image.h"

extern void user_wait(void), user_do(void);
extern void irq_entries_start(void), apic_timer_interrupt(void);
extern const char *run_code(struct program p, u64 loops, u64 what);

static const char *ipi_user(u64 loops)
{
	const char *why = run_code((struct program){ user_wait, false }, loops,
				   DO_IRQ_LATER);

	return why ? why : expect(seen[AT_IRQ].user, loops,
				  "not every IPI came in user mode");
}
TEST(q1, "ipi-user", ipi_user, irq_entries_start);

static const char *ipi_kernel(u64 loops)
{
	const char *why = run_code((struct program){ user_do, false }, loops,
				   DO_IRQ);

	return why ? why : expect(seen[AT_IRQ].kernel, loops,
				  "not every IPI came in kernel mode");
}
TEST(q2, "ipi-kernel", ipi_kernel, irq_entries_start);

static const char *timer(u64 loops)
{
	u64 few = loops > 20 ? 20 : loops;
	const char *why = run_code((struct program){ user_wait, false }, few,
				   DO_TIMER);

	return why ? why : expect(seen[AT_TIMER].user + seen[AT_TIMER].kernel,
				  few, "not every timer interrupt came");
}
TEST(q3, "timer-user", timer, NULL);
