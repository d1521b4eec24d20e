// SPDX-License-Identifier: GPL-2.0-only
/* Run one driver or program in its own process, with a time-out; KTAP out. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

#define DRIVER_SECONDS	180
#define TICK_NS		100000000L
#define NO_END		-1		/* of wait_child() */
#define NO_CHILD	0xff00		/* a wait status: there was no fork */

struct tally tally;
int quiet;

/* SIGCHLD stays blocked in PID 1: it is only ever waited for. */
void runner_init(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

void plan_line(unsigned int n)
{
	printf("1..%u\n", n);
	fflush(stdout);
}

/* Count and print one case. @reason may be NULL. */
void result_line(enum result res, const char *name, const char *reason)
{
	tally.nr++;
	switch (res) {
	case RES_PASS:
		tally.pass++;
		printf("ok %u %s\n", tally.nr, name);
		break;
	case RES_SKIP:
		tally.skip++;
		printf("ok %u %s # SKIP %s\n", tally.nr, name,
		       reason && *reason ? reason : "no reason given");
		break;
	case RES_TIMEOUT:
		tally.fail++;
		tally.timeout++;
		printf("not ok %u %s # TIMEOUT %s\n", tally.nr, name, reason);
		break;
	default:
		tally.fail++;
		printf("not ok %u %s\n", tally.nr, name);
	}
	fflush(stdout);
}

/* The child's half: fresh signal state, own session, reason pipe at fd 3. */
static void child_setup(int reason_fd)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGALRM, SIG_DFL);
	alarm(0);
	setsid();
	if (dup2(reason_fd, REASON_FD) < 0)
		_exit(RES_FAIL);
}

/*
 * Wait for @pid, reaping strays on the way and reading the kernel's log.
 * Returns its wait status, or NO_END after @seconds.
 */
static int wait_child(pid_t pid, unsigned int seconds)
{
	const struct timespec tick = { .tv_nsec = TICK_NS };
	uint64_t end = now_ns() + seconds * 1000000000ull;
	sigset_t set;
	pid_t got;
	int st;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (;;) {
		while ((got = waitpid(-1, &st, WNOHANG)) > 0)
			if (got == pid)
				return st;
		kmsg_drain();
		if (now_ns() > end)
			return NO_END;
		sigtimedwait(&set, NULL, &tick);
	}
}

/* End everything but PID 1: a driver's leftovers must not reach the next. */
static void kill_rest(void)
{
	int st;

	kill(-1, SIGKILL);
	while (waitpid(-1, &st, WNOHANG) > 0)
		;
	kmsg_drain();
}

/* Wall time, for who wonders where a slow run spends it. */
static void print_time(const char *name, uint64_t start)
{
	printf("# time: %s %u ms\n", name,
	       (unsigned int)((now_ns() - start) / 1000000));
}

/* A time-out says nothing of the kernel: this host may have been slow. */
static enum result to_result(const char *name, int st, unsigned int seconds,
			     char *reason, size_t len)
{
	if (st == NO_END) {
		snprintf(reason, len, "no end after %u s, killed", seconds);
		return RES_TIMEOUT;
	}
	if (WIFSIGNALED(st)) {
		printf("# %s: ended by signal %d\n", name, WTERMSIG(st));
		return RES_FAIL;
	}
	switch (WEXITSTATUS(st)) {
	case RES_PASS:
		return RES_PASS;
	case RES_SKIP:
		return RES_SKIP;
	case RES_FAIL:
		return RES_FAIL;
	}
	printf("# %s: exit status %d\n", name, WEXITSTATUS(st));
	return RES_FAIL;
}

static void finish(const char *name, pid_t pid, int rfd, unsigned int seconds)
{
	char reason[256];
	enum result res;
	uint64_t start;
	ssize_t n;
	int st;

	start = now_ns();
	st = pid < 0 ? NO_CHILD : wait_child(pid, seconds);
	kill_rest();
	n = read(rfd, reason, sizeof(reason) - 1);
	reason[n > 0 ? n : 0] = '\0';
	close(rfd);
	res = to_result(name, st, seconds, reason, sizeof(reason));
	if (quiet) {
		tally.quiet += res != RES_PASS && res != RES_SKIP;
		return;
	}
	print_time(name, start);
	result_line(res, name, reason);
}

static unsigned long scaled(unsigned long loops, unsigned long percent)
{
	unsigned long n = loops * percent / 100;

	return n ? n : 1;
}

static void child_driver(const struct driver *d, unsigned long percent)
{
	unsigned long loops = scaled(d->loops, percent);
	char count[24];

	name_driver(d->name);
	if (d->run) {
		enum result res = d->run(loops);

		fflush(stdout);
		_exit(res);
	}
	snprintf(count, sizeof(count), "%lu", loops);
	execl("/bin/guest32", "guest32", d->name, count, NULL);
	_exit(skip("no 32-bit programs on this kernel"));
}

/* Run one driver of the table and print its case. */
void run_driver(const struct driver *d, unsigned long percent)
{
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK)) {
		result_line(RES_FAIL, d->name, NULL);
		return;
	}
	fflush(stdout);
	pid = fork();
	if (!pid) {
		child_setup(fds[1]);
		child_driver(d, percent);
	}
	close(fds[1]);
	finish(d->name, pid, fds[0], DRIVER_SECONDS);
}

/*
 * Run a program that knows nothing of this guest; its exit status is the
 * result, its output goes to @log.
 */
static void child_program(char *const argv[], const char *log)
{
	int fd = open(log, O_CREAT | O_TRUNC | O_WRONLY, 0600);

	if (fd >= 0) {
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
	}
	close(REASON_FD);
	if (chdir("/tmp"))
		_exit(127);
	execv(argv[0], argv);
	_exit(127);
}

/* What a program of the selftests prints when it could not test much. */
static const char * const weak_words[] = {
	"[SKIP]", "[WARN]", " lacks ", "unsupported",
};

/*
 * Show what the program itself called a failure or could not do, at most
 * @left lines; with "verbose" all of it. Returns the first line of a program
 * that exits with 0 having tested nothing: it says no "[OK]" but one of
 * weak_words.
 */
static const char *show_log(const char *name, const char *log, int left)
{
	static char buf[65536];
	char *line, *save, val[16] = "";
	const char *weak = NULL;
	int all, ok = 0, hit;
	size_t i;

	cmdline_word("ibrs.selftests", val, sizeof(val));
	all = strcmp(val, "1");
	read_file(log, buf, sizeof(buf));
	for (line = strtok_r(buf, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		ok |= !!strstr(line, "[OK]");
		for (i = 0, hit = 0; i < ARRAY_SIZE(weak_words); i++)
			hit |= !!strstr(line, weak_words[i]);
		if (hit && !weak)
			weak = line;
		if (all || (left && (hit || strstr(line, "[FAIL]")))) {
			printf("# %s: %.200s\n", name, line);
			left -= !!left;
		}
	}
	return ok ? NULL : weak;
}

/* Run argv[] as case @name for at most @seconds. */
void run_program(const char *name, char *const argv[], unsigned int seconds)
{
	static const char log[] = PROGRAM_LOG;
	enum result res;
	uint64_t start;
	const char *weak;
	char reason[64];
	pid_t pid;
	int st;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		child_setup(STDOUT_FILENO);
		child_program(argv, log);
	}
	start = now_ns();
	st = pid < 0 ? NO_CHILD : wait_child(pid, seconds);
	kill_rest();
	print_time(name, start);
	res = to_result(name, st, seconds, reason, sizeof(reason));
	weak = show_log(name, log, 4);
	if (res == RES_PASS && weak)
		res = RES_SKIP;
	result_line(res, name, res == RES_TIMEOUT ? reason : weak);
}
