// SPDX-License-Identifier: GPL-2.0-only
/* What kernel this is, what it chose and what it logged, as diagnostics. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "backtrace.h"
#include "init.h"
#include "kernel_log.h"

#define IDLE_DIR	"/sys/devices/system/cpu/cpu0/cpuidle/"
#define LINKED_AT	0xffffffff81000000UL	/* _text, by CONFIG_PHYSICAL_START */
#define MAX_LOST	100	/* overruns, then one call gives up */
#define DEBUG_PORT	0xe9	/* QEMU's isa-debugcon, which reads as itself */

static int kmsg_fd = -1;
static struct kernel_log health;

/* Backtraces of NMIs are read where ibrs.unwind=1 asks for it. */
static struct backtraces traces;
static int unwinding;

/* Print one "# fact: name=value" line. */
void print_fact(const char *name, const char *fmt, ...)
{
	char val[2200], line[2400];
	va_list ap;
	int n;

	va_start(ap, fmt);
	vsnprintf(val, sizeof(val), fmt, ap);
	va_end(ap);
	val[strcspn(val, "\n")] = '\0';
	n = snprintf(line, sizeof(line), "# fact: %s=%s\n", name, val);
	if (write(STDOUT_FILENO, line, n) != n)
		return;
}

static void fact_file(const char *name, const char *path)
{
	char buf[2048];

	if (read_file(path, buf, sizeof(buf)) < 0)
		print_fact(name, "none");
	else
		print_fact(name, "%s", buf);
}

/* One fact per idle state: its name, description and how often it ran. */
static void idle_facts(void)
{
	char path[96], name[32], desc[64], usage[32], fact[48];
	int i;

	fact_file("cpuidle", "/sys/devices/system/cpu/cpuidle/current_driver");
	for (i = 0; i < 10; i++) {
		snprintf(path, sizeof(path), IDLE_DIR "state%d/name", i);
		if (read_file(path, name, sizeof(name)) < 0)
			return;
		snprintf(path, sizeof(path), IDLE_DIR "state%d/desc", i);
		read_file(path, desc, sizeof(desc));
		snprintf(path, sizeof(path), IDLE_DIR "state%d/usage", i);
		read_file(path, usage, sizeof(usage));
		name[strcspn(name, "\n")] = '\0';
		desc[strcspn(desc, "\n")] = '\0';
		snprintf(fact, sizeof(fact), "cpuidle_state%d", i);
		print_fact(fact, "%s (%s) used %s", name, desc, usage);
	}
}

/* Where it may move: did KASLR do so? */
static void where_it_is(void)
{
	unsigned long text;
	char line[4096];

	if (read_file("/proc/cmdline", line, sizeof(line)) < 0 ||
	    strstr(line, "nokaslr"))
		return;
	text = kernel_symbol("_text");
	print_fact("kernel", "%s", !text ? "nowhere" : text == LINKED_AT ?
		   "where it was linked" : "moved by KASLR");
}

/* Facts a run's judge needs before the drivers start. */
void print_facts_before(void)
{
	struct utsname u;

	uname(&u);
	print_fact("version", "%s %s", u.release, u.version);
	fact_file("cmdline", "/proc/cmdline");
	print_fact("cpus", "%d", cpu_count());
	where_it_is();
	fact_file("spectre_v2", VULN_DIR "spectre_v2");
	fact_file("spectre_v1", VULN_DIR "spectre_v1");
	fact_file("meltdown", VULN_DIR "meltdown");
	print_fact("nmi_start", "%lu", irq_count("NMI"));
}

/* The same after them: counters. */
void print_facts_after(void)
{
	idle_facts();
	print_fact("nmi", "%lu", irq_count("NMI"));
	print_fact("ipi_res", "%lu", irq_count("RES"));
	print_fact("ipi_cal", "%lu", irq_count("CAL"));
	print_fact("ipi_tlb", "%lu", irq_count("TLB"));
	print_fact("timer", "%lu", irq_count("LOC"));
}

static void debug_out(const char *text, size_t n)
{
	asm volatile("rep outsb" : "+S" (text), "+c" (n) : "d" (DEBUG_PORT) :
		     "memory");
}

/*
 * Copy /proc/kallsyms to the debug console: a serial line takes minutes for it.
 * The number of lines is behind it, so that what is cut is known. 0 or -1.
 */
int print_kallsyms(void)
{
	static char buf[65536];
	int fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
	unsigned long lines = 0;
	ssize_t i, n;

	if (fd < 0 || iopl(3) || inb(DEBUG_PORT) != DEBUG_PORT)
		return -1;
	debug_out("KALLSYMS-BEGIN\n", 15);
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		for (i = 0; i < n; i++)
			lines += buf[i] == '\n';
		debug_out(buf, n);
	}
	close(fd);
	if (n < 0)
		return -1;
	debug_out(buf, sprintf(buf, "KALLSYMS-END %lu\n", lines));
	return 0;
}

void kmsg_open(void)
{
	char val[8];

	kmsg_fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (kmsg_fd < 0)
		say("no /dev/kmsg: %s", strerror(errno));
	/* the first kernel has a word there, or none of it */
	health.after_kexec = cmdline_word("ibrs.next", val, sizeof(val)) && !*val;
	unwinding = cmdline_word("ibrs.unwind", val, sizeof(val)) &&
		    !strcmp(val, "1");
}

int unwind_wanted(void)
{
	return unwinding;
}

/*
 * The case of ibrs.unwind=1: there were backtraces, and each was read whole.
 * What they and the unwinder's complaints say of each instruction is judged
 * outside: only there it is known which of them v4.15 has, too.
 */
void unwind_case(void)
{
	int ok = traces.total && !traces.cut && !traces.lost;

	name_driver("unwind");
	backtrace_print(&traces, say);
	name_driver("init");
	result_line(ok ? RES_PASS : RES_FAIL, "unwind", NULL);
}

/* What is to be known of one record, which ends at its first newline. */
static void take_record(char *rec)
{
	char line[2200], *msg = strchr(rec, ';');
	int n;

	if (!msg)
		return;
	msg++;
	msg[strcspn(msg, "\n")] = '\0';
	if (unwinding && backtrace_line(&traces, msg))
		return;
	if (!kernel_log_line(&health, msg))
		return;
	n = snprintf(line, sizeof(line), "# dmesg: %s\n", msg);
	/* what cannot be shown must not pass */
	if (write(STDOUT_FILENO, line, n) != n)
		health.bad++;
}

/*
 * Read what the kernel logged since the last call. The console's own level
 * is 0 while drivers run, so this is the only place such lines are seen.
 * Another processor's NMIs can overrun the ring faster than it is read here.
 */
void kmsg_drain(void)
{
	char rec[2048];
	int lost = 0;
	ssize_t n;

	while (lost < MAX_LOST) {
		n = read(kmsg_fd, rec, sizeof(rec) - 1);
		if (n < 0 && errno == EPIPE) {
			lost++;
			backtrace_lost(&traces);
			kernel_log_lost(&health);
			continue;
		}
		if (n <= 0)
			break;
		rec[n] = '\0';
		take_record(rec);
	}
	if (lost)
		print_fact("kmsg_lost", "%d", lost);
}

/* What the log has no line of any more. */
void kmsg_taints(void)
{
	char text[32];

	if (read_file("/proc/sys/kernel/tainted", text, sizeof(text)) < 0)
		say("no /proc/sys/kernel/tainted");
	else if (kernel_log_taints(&health, strtoul(text, NULL, 10)))
		print_fact("tainted", "%s", text);
}

/* How many lines so far said the kernel is unwell. */
unsigned long kmsg_bad_lines(void)
{
	return health.bad;
}

unsigned long kmsg_late_lines(void)
{
	return health.late;
}

/* Is @flag among those of the first CPU that /proc/cpuinfo has? */
static int has_flag(const char *flag)
{
	static char text[8192];
	char *line, *word, *save;

	if (read_file("/proc/cpuinfo", text, sizeof(text)) < 0)
		return 0;
	line = strstr(text, "\nflags");
	if (!line)
		return 0;
	line++;
	line[strcspn(line, "\n")] = '\0';
	for (word = strtok_r(line, " \t:", &save); word;
	     word = strtok_r(NULL, " \t:", &save))
		if (!strcmp(word, flag))
			return 1;
	return 0;
}

/*
 * What the kernel says that it has chosen is what it has patched itself by: no
 * retpolines beside IBRS, and the RSB filled with it.  v4.15 shows both features,
 * later kernels hide them, and so do the stable ones of 4.14.
 */
void choice_case(void)
{
	int retpoline = has_flag("retpoline"), fills = has_flag("rsb_ctxsw");
	char says[256];

	if (kernel_before(4, 15) || !kernel_before(4, 16) ||
	    read_file(VULN_DIR "spectre_v2", says, sizeof(says)) < 0) {
		result_line(RES_SKIP, "choice", "kernel that shows neither");
		return;
	}
	if (retpoline == !!strstr(says, "retpoline") &&
	    (fills || (strncmp(says, "Mitigation: IBRS", 16) &&
		       !strstr(says, "Enhanced IBRS")))) {
		result_line(RES_PASS, "choice", NULL);
		return;
	}
	printf("# choice: retpolines %s, the RSB is %sfilled, and it says %s",
	       retpoline ? "on" : "off", fills ? "" : "not ", says);
	result_line(RES_FAIL, "choice", NULL);
}
