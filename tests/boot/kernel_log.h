/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel's log says of its health; see kernel_log.c. */
#ifndef KERNEL_LOG_H
#define KERNEL_LOG_H

struct kernel_log {
	int after_kexec;	/* of the second kernel */
	unsigned long bad;	/* lines that say that it is unwell */
	unsigned long late;	/* of these, what a slow host does to it, too, ... */
	int lost;		/* ... or of which lines are gone that say whose it is */
	unsigned int trail;	/* so many more lines are shown */
	int rescuer;		/* the bad one before may be a rescuer's */
	unsigned long taints;	/* what the bad lines have to leave behind */
};

/* One line, in the log's order: is it to be shown? */
int kernel_log_line(struct kernel_log *l, const char *msg);
/* Lines were overwritten before they were read. */
void kernel_log_lost(struct kernel_log *l);
/*
 * At the end, with /proc/sys/kernel/tainted: what warned, oopsed or locked up and
 * has no line, as that was overwritten, is bad too. How many of these. A warning
 * or a lockup can be one of those that are no reason to fail a run: it is late, too.
 */
unsigned int kernel_log_taints(struct kernel_log *l, unsigned long tainted);

#endif
