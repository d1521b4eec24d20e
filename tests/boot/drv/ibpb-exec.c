// SPDX-License-Identifier: GPL-2.0-only
/*
 * Another program on a processor: where IBPB has to be at exec, and behind it.
 *
 * Rule: at each exec, for the flags of the new mm come later; a setuid program is
 * not dumpable from then on (R15).
 * Trigger: this program once more, again and again; by vfork(), whose parent is
 * the last mm on record but for exec's own; a setuid copy of it, which takes turns.
 * Cannot tell: as drv/ibpb.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ibpb.h"

#define SUID_IMAGE	"/tmp/ibpb-suid"
#define SOME_UID	1000
#define EXECS_OF_ONE	10
#define IMAGE_OK	42

static void exec_next(const char *path, const char *how, unsigned long a,
		      unsigned long b)
{
	char one[24], two[24];

	snprintf(one, sizeof(one), "%lu", a);
	snprintf(two, sizeof(two), "%lu", b);
	tell(SAY_EXEC, 0);
	execl(path, path, "ibpb", how, one, two, NULL);
	leave(1);
}

/*
 * This program once more: "chain LEFT BARRIERS" goes on to the next one, the
 * last says how many barriers there were to be; "echo IN OUT" takes turns, being
 * setuid.
 */
int ibpb_image(char **argv)
{
	unsigned long a, b;
	struct ends e;

	if (!argv[2] || !argv[3] || !argv[4])
		return 2;
	a = strtoul(argv[3], NULL, 10);
	b = strtoul(argv[4], NULL, 10);
	if (!strcmp(argv[2], "chain")) {
		tell_dumpable();
		if (a)
			exec_next("/init", "chain", a - 1, b);
		tell(SAY_COUNT, b);
		leave(IMAGE_OK);
	}
	e = (struct ends){ (int)a, (int)b };
	if (tell_dumpable() || getuid() != SOME_UID || geteuid())
		leave(1);
	echo(&e);
	leave(IMAGE_OK);
}

/* This mm's own child runs another program, and this one is back behind that. */
static int one_vfork(void)
{
	pid_t pid;

	pid = vfork();
	if (!pid) {
		execl("/init", "/init", "ibpb", "chain", "0", "0", NULL);
		_exit(1);
	}
	return wait_status(pid, IMAGE_OK);
}

/*
 * Not dumpable ahead of the first switch: each vfork() finds this mm on record,
 * and a second barrier behind it is owed to the exec alone.
 */
int ibpb_exec(unsigned long loops)
{
	unsigned long n = EXECS_OF_ONE;
	pid_t pid;

	read_policy();
	if (alone_here() || be_dumpable(0))
		return RES_FAIL;
	while (loops--) {
		pid = fork();
		if (!pid) {
			if (be_dumpable(1))
				leave(1);
			tell(SAY_LIST, 0);
			exec_next("/init", "chain", n - 1, read_policy() == OFF ? 0 : n);
		}
		if (wait_status(pid, IMAGE_OK) || one_vfork())
			return RES_FAIL;
	}
	tell(SAY_UNSURE, 0);
	return RES_PASS;
}

static int make_setuid(void)
{
	static char buf[65536];
	int from = open("/init", O_RDONLY | O_CLOEXEC);
	int to = open(SUID_IMAGE, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC,
		      0755);
	ssize_t n, wrote = 0;

	while (from >= 0 && to >= 0 && (n = read(from, buf, sizeof(buf))) > 0) {
		wrote = write(to, buf, n);
		if (wrote != n)
			break;
	}
	if (from < 0 || to < 0 || n || fchmod(to, 04755) || close(to))
		return fail("%s: %s", SUID_IMAGE, strerror(errno));
	close(from);
	/* the way there: the initrd's root is for root alone */
	if (chmod("/", 0755))
		return fail("/: %s", strerror(errno));
	return RES_PASS;
}

/* A setuid program, exec'ed by another user: not dumpable from then on. */
static int one_setuid(unsigned long n)
{
	struct ends here, there;
	pid_t pid;
	int ret;

	if (two_ends(&here, &there) || be_dumpable(1))
		return RES_FAIL;
	pid = fork();
	if (!pid) {
		tell(SAY_UNSURE, 0);
		if (setresuid(SOME_UID, SOME_UID, SOME_UID))
			leave(1);
		tell_dumpable();
		close(here.in);
		close(here.out);
		exec_next(SUID_IMAGE, "echo", (unsigned long)there.in,
			  (unsigned long)there.out);
	}
	close(there.in);
	close(there.out);
	ret = ready(&here);
	if (ret == RES_PASS)
		ret = turns(&here, n, barriers(1) + barriers(0));
	close(here.in);
	close(here.out);
	return wait_status(pid, IMAGE_OK) == RES_PASS ? ret : RES_FAIL;
}

/* Whether root may dump it or nobody (fs.suid_dumpable), its user may not. */
int ibpb_setuid(unsigned long loops)
{
	static const char who_dumps[] = "/proc/sys/fs/suid_dumpable";
	int ret;

	read_policy();
	if (make_setuid() || alone_here() || one_setuid(loops))
		return RES_FAIL;
	if (write_file(who_dumps, "2"))
		return fail("%s", who_dumps);
	ret = one_setuid(loops);
	write_file(who_dumps, "0");
	unlink(SUID_IMAGE);
	return ret;
}
