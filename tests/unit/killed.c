// SPDX-License-Identifier: GPL-2.0-only
/*
 * A run that is killed half way leaves nothing that reads as PASS: the guest's
 * QEMU, and tests/run itself, which has the real report here.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fake.h"
#include "guest.h"

#define HANGS "p/tests/qemu.sh.hangs"
#define JUDGE "../tools/ibrs-report judge --rig ../rig.tsv --console " \
	"../console.log --mode off --ktap ../ktap"

/* machine: two seconds of QEMU and the BIOS, where an old result is */
static void machine(const char *signal)
{
	put("rig.tsv", "end\n");
	must("timeout -s %s 2 qemu-system-x86_64 -display none -monitor none "
	     "-net none -serial file:../console.log -plugin ../tools/"
	     "ibrs-rig.so,syms=../map,out=../rig.tsv </dev/null || :", signal);
}

static void the_plugin(void)
{
	put("map", "ffffffff81400000 T __entry_text_start\n"
	    "ffffffff81401000 T __entry_text_end\n");
	machine("KILL");
	ok(!there("rig.tsv"), "QEMU killed: no result of the instrument");
	gives("and the report says ERROR", 2, "^run: ERROR", JUDGE);
	machine("TERM");
	ok(found("rig.tsv", "^end$"), "QEMU told to end: the result is whole");
	gives("and without the closing line it is an ERROR", 2,
	      "guest stopped without its closing line", JUDGE);
}

static void does(const char *what)
{
	put("p/tests/qemu.sh.does", what);
}

static bool passes(void)
{
	return !sh("cd build/results && grep -l -w PASS summary a/result.ktap "
		   "a/table.txt");
}

static pid_t spawn(const char *args, const char *out)
{
	char line[512];
	pid_t pid = fork();

	if (pid)
		return pid;
	snprintf(line, sizeof(line), "cd %s && exec tests/run %s >%s 2>&1",
		 where("p"), args, where("%s", out));
	signal(SIGINT, SIG_DFL);
	execl("/bin/sh", "sh", "-c", line, NULL);
	_exit(127);
}

/* start: tests/run until its QEMU hangs, whose number is given in @qemu */
static pid_t start(const char *args, pid_t *qemu)
{
	pid_t pid;

	does("hangs\n");
	sh("rm -f tests/qemu.sh.hangs");
	pid = spawn(args, "started");
	while (sh("[ -s tests/qemu.sh.hangs ]"))
		usleep(100000);
	FILE *f = fopen(where(HANGS), "r");

	if (!f || fscanf(f, "%d", qemu) != 1)
		*qemu = 0;
	if (f)
		fclose(f);
	return pid;
}

static void stop(pid_t pid, int sig)
{
	kill(pid, sig);
	waitpid(pid, NULL, 0);
}

/* gone: within ten seconds, a sixth of what its QEMU would take */
static bool gone(pid_t pid)
{
	for (int i = 0; i < 100 && pid > 0; i++) {
		if (kill(pid, 0))
			return true;
		usleep(100000);
	}
	return false;
}

static void told(void)
{
	gives("a whole run passes", 0, "PASS  b", RUN "-g g");
	ok(passes(), "and reads as that");
	does("killed\n");
	gives("the next one, killed half way, does not", 2, "ERROR a",
	      RUN "a");
	ok(said("^a: ERROR: QEMU was killed by signal 9"),
	   "the cause is said first");
	ok(!passes(), "and does not read the old results");
	does("fails\n");
	gives("a QEMU that does not start: its own words", 2,
	      "^a: ERROR: QEMU .*: rig: it is broken", RUN "a");
	does("its-work\n");
	must(RUN "-g g");
}

/* two: a second run in the same place waits for the end of the first. */
static void two(void)
{
	pid_t qemu, pid = start("-g g", &qemu), second;

	ok(!there(RESULTS "summary"), "a run that goes on has no summary");
	does("its-work\n");
	second = spawn("a", "second");
	sleep(1);
	ok(found("second", "^another run is under way"),
	   "a second one in the same place waits");
	stop(pid, SIGTERM);
	ok(gone(qemu), "told to end, it takes its QEMU along");
	waitpid(second, NULL, 0);
	ok(found("second", "^PASS  a"), "and the second goes on");
}

static void killed(const char *args)
{
	pid_t qemu, pid = start(args, &qemu);

	stop(pid, SIGKILL);
	ok(!there(RESULTS "summary"), "%s, killed: it never gets a summary",
	   args);
	ok(!passes(), "nor does its case pass");
	if (!gone(qemu))
		kill(qemu, SIGKILL);
}

static void signalled(int sig, const char *name)
{
	pid_t qemu, pid = start("a", &qemu);

	stop(pid, sig);
	ok(gone(qemu), "%s: no QEMU is left", name);
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	the_plugin();
	stand_ins();
	cases("[a]\ngroups = g\n[b]\ngroups = g\n");
	does("its-work\n");
	told();
	two();
	killed("a");
	killed("-g g");
	does("its-work\n");
	gives("the run after it starts afresh", 0, "PASS  b", RUN "-g g");
	gives("with one line for each case", 0, "^2$",
	      "wc -l <build/results/summary");
	signalled(SIGINT, "INT");
	signalled(SIGHUP, "HUP");
	return end();
}
