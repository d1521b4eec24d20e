/* SPDX-License-Identifier: GPL-2.0-only */
/* Backtraces in the kernel's log; see backtrace.c. */
#ifndef BACKTRACE_H
#define BACKTRACE_H

#define BT_ROWS		4096
#define BT_NAME		96
#define BT_WARNINGS	16

enum bt_end { BT_REGS, BT_ROOT, BT_KERNEL, BT_NONE, BT_NR };

struct bt_row {			/* one interrupted instruction */
	char where[BT_NAME];
	unsigned long count[BT_NR];
};

struct backtraces {
	struct bt_row row[BT_ROWS];
	unsigned int rows;
	unsigned long total;
	unsigned long cut;	/* without a place or a trace */
	unsigned long lost;	/* records of the log that were overwritten */
	unsigned long warnings;	/* of the unwinder, the first are kept */
	char warning[BT_WARNINGS][BT_NAME + 64];
	/* the one being read */
	int open, in_trace;
	enum bt_end end;
	char where[BT_NAME];
};

int backtrace_line(struct backtraces *b, const char *msg);
void backtrace_lost(struct backtraces *b);
void backtrace_print(const struct backtraces *b,
		     void (*line)(const char *fmt, ...));

#endif
