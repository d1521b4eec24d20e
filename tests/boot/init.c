// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of the watched guest: mounts what the drivers need, prints facts, runs
 * the drivers one by one as KTAP cases, prints the closing line and ends the
 * machine. The closing line comes on every way out, the watchdog's included: a
 * console without it means that the guest died.
 *
 * Kernel command line words:
 *   ibrs.work=all,none,NAME,...	which drivers (default all)
 *   ibrs.loops=PERCENT		of the default iterations (default 100)
 *   ibrs.timeout=SECONDS	of the whole guest (default 900)
 *   ibrs.kallsyms=1		/proc/kallsyms to the debug console, and no work
 *   ibrs.selftests=1		run the programs under /selftests too; "verbose"
 *				shows all they print, NAME runs those that begin so
 *   ibrs.bench=UNIT		run the programs of tests/bench, of that initrd;
 *				what their clock counts
 *   ibrs.soak=SECONDS		run stress-ng, of that initrd, for so long
 *   ibrs.smc=1			ask spectre-meltdown-checker, of that initrd
 *   ibrs.unwind=1		read the backtraces that injected NMIs log
 *   ibrs.end=reset|kexec	how the machine ends (default reset)
 *   ibrs.next=MODE		end by kexec of the same kernel, with spectre_v2=MODE
 *   ibrs.syscall32=1		allow SYSCALL from 32-bit code after v4.15
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define GUEST_SECONDS	900

static const struct driver drivers[] = {
#define D64(n, fn, l)	{ .name = n, .run = fn, .loops = l },
#define N64(n, fn, l)	{ .name = n, .run = fn, .loops = l, .by_name = 1 },
#define D32(n, fn, l)	{ .name = n, .loops = l },
#include "drivers.def"
#undef D64
#undef N64
#undef D32
};

/*
 * The last resort: whatever PID 1 was waiting for, count a failure and end.
 * Runs in signal context, but nothing of the interrupted code goes on.
 */
static void watchdog(int sig)
{
	(void)sig;
	kill(-1, SIGKILL);
	result_line(RES_TIMEOUT, "watchdog", "the time of the whole guest is over");
	end_machine();
}

static void mount_one(const char *type, const char *dir)
{
	mkdir(dir, 0755);
	if (mount(type, dir, type, 0, NULL) && errno != EBUSY)
		say("mount %s: %s", dir, strerror(errno));
}

/*
 * The initrd holds no device nodes, so PID 1 starts without a console. The
 * tty's newline translation goes off: lines end in a bare newline.
 */
static void open_console(void)
{
	struct termios t;
	int fd;

	mkdir("/dev", 0755);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	fd = open("/dev/console", O_RDWR | O_NOCTTY);
	if (fd < 0) {
		mknod("/console", S_IFCHR | 0600, makedev(5, 1));
		fd = open("/console", O_RDWR | O_NOCTTY);
	}
	if (fd < 0)
		return;
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	/* Descriptor 3 belongs to the drivers, see REASON_FD. */
	if (fd > 2)
		close(fd);
	if (!tcgetattr(1, &t)) {
		t.c_oflag &= ~OPOST;
		tcsetattr(1, TCSANOW, &t);
	}
}

/* Words that could not be understood: each is a failed case at the end. */
static const char *bad_words[8];
static unsigned int nr_bad_words;

/* Seconds of the long run, 0 for none. */
static unsigned long soak;

/* Number after @key on the command line; a wrong one fails a case later. */
static unsigned long number_word(const char *key, unsigned long def)
{
	char val[24], *end;
	unsigned long n;

	if (!cmdline_word(key, val, sizeof(val)))
		return def;
	n = strtoul(val, &end, 10);
	if (n && !*end)
		return n;
	say("%s=%s: not a number above 0, using %lu", key, val, def);
	bad_words[nr_bad_words++] = key;
	return def;
}

/* True when one of the words asks for kexec; a wrong one fails a case later. */
static int want_kexec(void)
{
	char val[32];

	if (cmdline_word("ibrs.next", val, sizeof(val)) && *val)
		return 1;
	if (!cmdline_word("ibrs.end", val, sizeof(val)) ||
	    !strcmp(val, "reset"))
		return 0;
	if (!strcmp(val, "kexec"))
		return 1;
	say("ibrs.end=%s: neither reset nor kexec, using reset", val);
	bad_words[nr_bad_words++] = "ibrs.end";
	return 0;
}

static void setup(void)
{
	open_console();
	setvbuf(stdout, NULL, _IOFBF, 4096);
	mount_one("proc", "/proc");
	mount_one("sysfs", "/sys");
	mount_one("tmpfs", "/tmp");
	/*
	 * Not klogctl(), whose least level is 1: injected NMIs log at level 0,
	 * three lines each, in the middle of ours. An oops raises it again.
	 */
	if (write_file("/proc/sys/kernel/printk", "0 4 0 7"))
		klogctl(8, NULL, 1);
	write_file("/proc/sys/kernel/printk_ratelimit", "0");
	kmsg_open();
	runner_init();
	signal(SIGALRM, watchdog);
	soak = number_word("ibrs.soak", 0);
	alarm(number_word("ibrs.timeout", GUEST_SECONDS) + soak);
}

static const struct driver *find_driver(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(drivers); i++)
		if (!strcmp(drivers[i].name, name))
			return &drivers[i];
	return NULL;
}

/* What ibrs.work=all stands for. With @percent 0 it is only counted. */
static unsigned int run_all(unsigned long percent)
{
	unsigned int n = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(drivers); i++) {
		if (drivers[i].by_name)
			continue;
		n++;
		if (percent)
			run_driver(&drivers[i], percent);
	}
	return n;
}

static void run_named(const char *name, unsigned long percent)
{
	const struct driver *d = find_driver(name);

	if (d) {
		run_driver(d, percent);
		return;
	}
	say("ibrs.work=%s: no such driver", name);
	result_line(RES_FAIL, name, NULL);
}

/*
 * Run what ibrs.work= lists, return the number of cases. With @percent 0 they
 * are only counted, for the plan.
 */
static unsigned int run_list(const char *list, unsigned long percent)
{
	unsigned int n = 0;
	char names[2048];
	char *name, *save;

	snprintf(names, sizeof(names), "%s", list);
	for (name = strtok_r(names, ",", &save); name;
	     name = strtok_r(NULL, ",", &save)) {
		if (!strcmp(name, "none"))
			continue;
		if (!strcmp(name, "all")) {
			n += run_all(percent);
			continue;
		}
		n++;
		if (percent)
			run_named(name, percent);
	}
	return n;
}

/*
 * A sweep may miss by chance what is executed seldom. The instrument says so on
 * the command line, and everything is done once more, a few times at most.
 */
#define MORE_PASSES	6
#define MORE_PERCENT	20
#define MORE_WAIT_NS	200000000ull

static int wants_more(void)
{
	uint64_t end = now_ns() + MORE_WAIT_NS;
	char val[8];

	/* it looks each so many blocks of user code */
	while (now_ns() < end)
		;
	return cmdline_word("ibrs.more", val, sizeof(val)) &&
	       strcmp(val, "0");
}

static void more_case(const char *list, unsigned long percent)
{
	unsigned int i;

	quiet = 1;
	for (i = 0; i < MORE_PASSES && wants_more(); i++)
		run_list(list, percent < MORE_PERCENT ? percent : MORE_PERCENT);
	quiet = 0;
	printf("# more: %u passes\n", i);
	result_line(tally.quiet ? RES_FAIL : RES_PASS, "more", NULL);
}

/* The kernel's own complaints are a case like any other. */
static void kernel_log_case(void)
{
	unsigned long bad;

	kmsg_drain();
	kmsg_taints();
	bad = kmsg_bad_lines();
	if (bad)
		printf("# kernel-log: %lu bad lines, see '# dmesg:', '# fact: tainted='\n", bad);
	if (bad && bad == kmsg_late_lines())
		result_line(RES_TIMEOUT, "kernel-log",
			    "no processor for long, or a warning that the log has lost");
	else
		result_line(bad ? RES_FAIL : RES_PASS, "kernel-log", NULL);
}

static void run_work(void)
{
	static char work[2048] = "all";
	unsigned long percent = number_word("ibrs.loops", 100);
	int kexec = want_kexec();
	int once_more, checks;
	unsigned int more, i;
	char val[16];
	int self, smc;

	cmdline_word("ibrs.work", work, sizeof(work));
	if (!*work)
		bad_words[nr_bad_words++] = "ibrs.work";
	once_more = cmdline_word("ibrs.more", val, sizeof(val));
	more = 2 + kexec + once_more + nr_bad_words;
	self = cmdline_word("ibrs.selftests", val, sizeof(val)) &&
	       strcmp(val, "0");
	if (self)
		more += selftests_count();
	smc = cmdline_word("ibrs.smc", val, sizeof(val)) && strcmp(val, "0");
	if (smc)
		more += smc_count();
	if (soak)
		more += soak_count();
	checks = selfcheck_wanted();
	more += checks;
	more += bench_count() + unwind_wanted();
	plan_line(run_list(work, 0) + more);
	choice_case();
	run_list(work, percent);
	if (once_more)
		more_case(work, percent);
	if (self)
		run_selftests();
	if (smc)
		run_smc();
	if (soak)
		run_soak(soak);
	run_bench();
	for (i = 0; i < nr_bad_words; i++)
		result_line(RES_FAIL, bad_words[i], NULL);
	if (unwind_wanted()) {
		kmsg_drain();
		unwind_case();
	}
	if (checks)
		selfcheck_case(!strncmp(work, "all", 3));
	if (kexec)
		kexec_case();
}

/* ibrs.kallsyms=1: nothing but that. */
static int kallsyms_work(void)
{
	char val[8];

	if (!cmdline_word("ibrs.kallsyms", val, sizeof(val)) || strcmp(val, "1"))
		return 0;
	plan_line(2);
	result_line(print_kallsyms() ? RES_FAIL : RES_PASS, "kallsyms", NULL);
	return 1;
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "exec-ok"))
		return 42;
	if (argc > 1 && !strcmp(argv[1], "ibpb"))
		return ibpb_image(argv);
	if (getpid() != 1) {
		fprintf(stderr, "%s: runs only as PID 1\n", argv[0]);
		return 2;
	}
	setup();
	printf("KTAP version 1\n");
	fflush(stdout);
	kmsg_drain();
	print_facts_before();
	if (!kallsyms_work())
		run_work();
	kernel_log_case();
	print_facts_after();
	print_fact("end", "%s", ending());
	end_machine();
	return 0;
}
