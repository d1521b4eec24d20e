// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel's log says of its health: lines that fail a run, those that only
 * say that the host was slow, and what v4.15 warns of by itself.
 */
#include <string.h>

#include "guest.h"
#include "kernel_log.h"

#define TRAIL	30	/* lines behind a bad one, which say where */

static int has_one(const char *msg, const char * const *words, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (strstr(msg, words[i]))
			return 1;
	return 0;
}

/*
 * Lines that mean the kernel is unwell whatever the driver says. "[#1]" is in the
 * first line of every oops, whatever it is for: die() of v4.15.
 */
static int is_bad(const char *msg)
{
	static const char * const words[] = {
		"WARNING: ", "BUG: ", " [#", "kernel BUG at", "double fault",
		"rcu_sched detected", "INFO: rcu", "soft lockup",
		"unchecked MSR access", "Bad page state",
		"possible recursive locking", "circular locking",
		"inconsistent lock state",
	};

	return has_one(msg, words, ARRAY_SIZE(words));
}

/* Of the bad ones: what a host that is too slow makes of a kernel, too. */
static int is_late(const char *msg)
{
	static const char * const words[] = {
		"rcu_sched detected", "INFO: rcu", "soft lockup",
	};

	return has_one(msg, words, ARRAY_SIZE(words));
}

/* Bits of include/linux/kernel.h, TAINT_*, and the lines that come with each. */
static const struct {
	unsigned int bit;
	const char *word;
	int doubtful;		/* who has not read the line does not know */
} taints[] = {
	{ 5, "Bad page state", 0 }, { 7, " [#", 0 }, { 9, "WARNING: ", 1 },
	{ 14, "soft lockup", 1 },
};

static unsigned long taints_of(const char *msg)
{
	unsigned long all = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(taints); i++)
		if (strstr(msg, taints[i].word))
			all |= 1UL << taints[i].bit;
	return all;
}

static int is_wanted(const char *msg)
{
	static const char * const words[] = {
		"Spectre V2 : ", "Spectre V2 mitigation: ", "Spectre V1 : ",
		"page tables isolation", "IBRS", "IBPB", "STIBP",
		"spec_store_bypass", "SPEC_CTRL", "microcode",
		"Attempted to kill",
	};

	return has_one(msg, words, ARRAY_SIZE(words));
}

/*
 * Three warnings are v4.15's own. An interrupt that was on its way at kexec: the
 * second kernel waits for it with interrupts off. On a loaded host KVM, which has
 * taken a TSC rate that tsc_refine_calibration_work() then found to be higher. And
 * there a rescuer beside hot-plug: worker_attach_to_pool() binds it while the
 * processor is not active yet. That one is a rescuer's only if its trace says so.
 */
static int is_own(const struct kernel_log *l, const char *msg)
{
	return (l->after_kexec && strstr(msg, " setup_local_APIC+")) ||
	       (strstr(msg, "WARNING: ") && strstr(msg, " kvm_set_tsc_khz+"));
}

int kernel_log_line(struct kernel_log *l, const char *msg)
{
	if (is_bad(msg)) {
		l->trail = TRAIL;
		l->taints |= taints_of(msg);
		l->rescuer = !!strstr(msg, " process_one_work+");
		l->bad += !is_own(l, msg);
		l->late += is_late(msg);
		return 1;
	}
	if (!l->trail)
		return is_wanted(msg);
	if (l->rescuer && strstr(msg, " rescuer_thread+")) {
		l->bad--;
		l->rescuer = 0;
	}
	if (!--l->trail)
		l->rescuer = 0;
	return 1;
}

/* Whose that warning was is not known then: no reason to fail a run. */
void kernel_log_lost(struct kernel_log *l)
{
	l->late += l->rescuer;
	l->rescuer = 0;
	l->lost = 1;
}

unsigned int kernel_log_taints(struct kernel_log *l, unsigned long tainted)
{
	unsigned int n = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(taints); i++)
		if ((tainted & ~l->taints) >> taints[i].bit & 1) {
			n++;
			l->late += l->lost && taints[i].doubtful;
		}
	l->bad += n;
	return n;
}
