// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the backtraces that v4.15 logs from an NMI, a line at a time, and
 * counts for each interrupted instruction how they ended:
 *
 *   regs     the unwinder came to registers saved from user mode
 *   root     it came to the first frame of a kernel thread or of a processor
 *   kernel   it came to registers that this entry, an interrupt or exception
 *            in the kernel, had saved, and from those no further
 *   none     from that instruction the stack cannot be unwound
 *
 * Takes text only, so tests/unit/backtrace.c feeds it recorded logs.
 */
#include <stdio.h>
#include <string.h>

#include "backtrace.h"

#define KERNEL_CS	0x10
#define USER_CS		0x33
#define USER32_CS	0x23

static const char * const roots[] = {
	"ret_from_fork+", "secondary_startup_64+", "start_secondary+",
	"start_kernel+", "x86_64_start_kernel+", "rewind_stack_do_exit+",
};

static const char * const end_name[BT_NR] = {
	[BT_REGS] = "regs", [BT_ROOT] = "root", [BT_KERNEL] = "kernel",
	[BT_NONE] = "none",
};

static struct bt_row *row_of(struct backtraces *b, const char *where)
{
	unsigned int i;

	for (i = 0; i < b->rows; i++)
		if (!strcmp(b->row[i].where, where))
			return &b->row[i];
	if (b->rows == BT_ROWS) {
		b->lost++;
		return NULL;
	}
	snprintf(b->row[i].where, sizeof(b->row[i].where), "%s", where);
	b->rows++;
	return &b->row[i];
}

/* The trace being read is complete. */
static void close_trace(struct backtraces *b)
{
	struct bt_row *r;

	if (b->in_trace && *b->where) {
		r = row_of(b, b->where);
		if (r)
			r->count[b->end]++;
		b->total++;
	} else if (b->open) {
		b->cut++;
	}
	b->open = b->in_trace = 0;
}

/* "RIP: 0010:name+0x10/0x80": the selector, and the place without the size. */
static int parse_rip(const char *msg, char *where, size_t len)
{
	unsigned int cs;
	const char *at = strstr(msg, "RIP: ");

	if (!at || sscanf(at, "RIP: %4x:", &cs) != 1)
		return -1;
	at += strlen("RIP: 0010:");
	snprintf(where, len, "%.*s", (int)strcspn(at, "/ "), at);
	return cs;
}

static void trace_line(struct backtraces *b, const char *msg)
{
	char where[BT_NAME];
	size_t i;
	int cs = parse_rip(msg, where, sizeof(where));

	if (b->end == BT_REGS || b->end == BT_ROOT)
		return;
	if (cs == USER_CS || cs == USER32_CS)
		b->end = BT_REGS;
	else if (cs == KERNEL_CS)
		b->end = BT_KERNEL;
	if (cs >= 0)
		return;
	msg += strspn(msg, " ");
	/* a question mark: the unwinder did not come here */
	for (i = 0; *msg != '?' && i < sizeof(roots) / sizeof(roots[0]); i++)
		if (!strncmp(msg, roots[i], strlen(roots[i])))
			b->end = BT_ROOT;
}

static void head_line(struct backtraces *b, const char *msg)
{
	int cs;

	if (!strncmp(msg, "Call Trace:", 11)) {
		b->in_trace = 1;
		return;
	}
	if (*b->where)
		return;
	cs = parse_rip(msg, b->where, sizeof(b->where));
	/* user code was interrupted: nothing to unwind */
	if (cs >= 0 && (cs & 3) == 3)
		b->open = 0;
}

/*
 * What the unwinder or show_trace_log_lvl() complain of, once each: the place
 * counts as one that cannot be unwound.
 */
static int warning(struct backtraces *b, const char *msg)
{
	static const char * const words[] = {
		"WARNING: stack recursion on stack type",
		"WARNING: bad lookup ", "WARNING: missing regs for base reg",
		"WARNING: unknown SP base reg", "WARNING: can't dereference ",
		"WARNING: unknown .orc_unwind entry", "WARNING: stack going in",
		"WARNING: unknown BP base reg",
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!strstr(msg, words[i]))
			continue;
		if (b->warnings < BT_WARNINGS)
			snprintf(b->warning[b->warnings],
				 sizeof(b->warning[0]), "%s", strstr(msg, "WARNING: "));
		b->warnings++;
		return 1;
	}
	return 0;
}

/*
 * One line of the kernel's log, without its prefix. Returns 1 when it is a
 * complaint of the unwinder.
 */
int backtrace_line(struct backtraces *b, const char *msg)
{
	if (warning(b, msg))
		return 1;
	/* printk_safe's buffer for NMIs was full */
	if (!strncmp(msg, "Lost ", 5) && strstr(msg, "message"))
		b->lost++;
	if (strstr(msg, "NMI backtrace for cpu")) {
		close_trace(b);
		b->open = !strstr(msg, "skipped");
		b->where[0] = '\0';
		b->end = BT_NONE;
		return 0;
	}
	if (!b->open)
		return 0;
	if (!strncmp(msg, "Code: ", 6))
		close_trace(b);
	else if (b->in_trace)
		trace_line(b, msg);
	else
		head_line(b, msg);
	return 0;
}

/* Records were lost: what is being read may be of two traces. */
void backtrace_lost(struct backtraces *b)
{
	b->lost++;
	b->open = b->in_trace = 0;
}

/* One line for each instruction and end. */
void backtrace_print(const struct backtraces *b,
		     void (*line)(const char *fmt, ...))
{
	unsigned int i, e;

	for (i = 0; i < b->rows; i++)
		for (e = 0; e < BT_NR; e++)
			if (b->row[i].count[e])
				line("%s %s %lu", b->row[i].where,
				     end_name[e], b->row[i].count[e]);
	for (i = 0; i < b->warnings && i < BT_WARNINGS; i++)
		line("%s", b->warning[i]);
	line("%lu backtraces, %lu cut, %lu lost, %lu warnings", b->total,
	     b->cut, b->lost, b->warnings);
}
