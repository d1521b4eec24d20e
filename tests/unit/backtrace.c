// SPDX-License-Identifier: GPL-2.0-only
/* The guest's parser of backtraces, on logs as v4.15 writes them. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "boot/backtrace.h"

/* One backtrace as it is logged: place, then what follows "Call Trace:". */
#define TRACE(place, lines)						\
	"NMI backtrace for cpu 0\n"					\
	"CPU: 0 PID: 60 Comm: init Not tainted 4.15.0 #1\n"		\
	"RIP: 0010:" place "\n"						\
	"RSP: 0018:fffffe0000002fd8 EFLAGS: 00000046\n"			\
	"Call Trace:\n" lines						\
	"Code: 41 50 <41> 51\n"
#define CUT	"NMI backtrace for cpu 0\nRIP: 0010:x+0x1/0x2\n"
#define LOST	"EPIPE\n"	/* what reading the log says */
#define USER	"RIP: 0033:0x401000\n"

static const struct {
	const char *name, *log, *says;
} tests[] = {
	{ "registers of user mode",
	  TRACE("error_entry+0x10/0xe0", " page_fault+0x2c/0x60\n" USER
		"RSP: 002b:00007fff EFLAGS: 00000202\n"),
	  "error_entry+0x10 regs 1" },
	{ "of 32-bit code",
	  TRACE("error_entry+0x10/0xe0", "RIP: 0023:0x8048000\n"),
	  "error_entry+0x10 regs 1" },
	{ "the first frame of a thread",
	  TRACE("ret_from_fork+0x10/0x40", " ret_from_fork+0x35/0x40\n"),
	  "ret_from_fork+0x10 root 1" },
	{ "registers of the kernel, and no further",
	  TRACE("paranoid_entry+0x9/0xb0", " <ENTRY_TRAMPOLINE>\n"
		"RIP: 0010:entry_SYSENTER_compat+0x20/0x82\n"
		" ? do_fast_syscall_32+0x1/0x2\n"),
	  "paranoid_entry+0x9 kernel 1" },
	{ "a clue is no frame",
	  TRACE("paranoid_entry+0x9/0xb0", " ? ret_from_fork+0x35/0x40\n"
		" schedule+0x10/0x80\n"),
	  "paranoid_entry+0x9 none 1" },
	{ "nor are registers with a wrong selector",
	  TRACE("paranoid_entry+0x9/0xb0", "RIP: 81b0:0x20\n"),
	  "paranoid_entry+0x9 none 1" },
	{ "all are counted", TRACE("error_entry+0x10/0xe0", USER),
	  "1 backtraces, 0 cut, 0 lost, 0 warnings" },
	{ "one without a trace is cut",
	  CUT TRACE("x+0x1/0x2", " a+0x1/0x2\n"),
	  "1 backtraces, 1 cut, 0 lost, 0 warnings" },
	{ "records of the log that are lost are told",
	  TRACE("x+0x1/0x2", LOST),
	  "0 backtraces, 0 cut, 1 lost, 0 warnings" },
	{ "what the unwinder complains of is told",
	  "WARNING: can't dereference registers at 0 for ip x+0x1/0x2\n",
	  "0 backtraces, 0 cut, 0 lost, 1 warnings" },
};

static char said[4096];

static void line(const char *fmt, ...)
{
	size_t len = strlen(said);
	va_list ap;

	va_start(ap, fmt);
	len += (size_t)vsnprintf(said + len, sizeof(said) - len, fmt, ap);
	va_end(ap);
	snprintf(said + len, sizeof(said) - len, "\n");
}

static void parse(const char *log)
{
	static struct backtraces b;
	char *copy = strdup(log), *rest = copy, *s;

	memset(&b, 0, sizeof(b));
	*said = 0;
	while ((s = strsep(&rest, "\n")))
		if (!strcmp(s, "EPIPE"))
			backtrace_lost(&b);
		else if (*s)
			backtrace_line(&b, s);
	backtrace_print(&b, line);
}

int main(void)
{
	unsigned int n = sizeof(tests) / sizeof(tests[0]), failed = 0;

	printf("KTAP version 1\n1..%u\n", n);
	for (unsigned int i = 0; i < n; i++) {
		char want[256];
		bool ok;

		snprintf(want, sizeof(want), "%s\n", tests[i].says);
		parse(tests[i].log);
		ok = strstr(said, want);
		failed += !ok;
		printf("%s %u %s\n", ok ? "ok" : "not ok", i + 1,
		       tests[i].name);
		if (!ok)
			printf("# %s\n", said);
	}
	return failed ? 1 : 0;
}
