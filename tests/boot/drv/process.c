// SPDX-License-Identifier: GPL-2.0-only
/*
 * New processes and threads, and exec.
 *
 * Rule: a new task leaves the kernel for the first time without having come
 * in (ret_from_fork); exec leaves to another program than it came from.
 * Trigger: fork(), vfork(), threads, exec of both binaries.
 * Cannot tell apart: where the new task first ran.
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "../guest.h"

static void *thread(void *arg)
{
	(*(volatile unsigned long *)arg)++;
	return NULL;
}

static int vfork_once(void)
{
	pid_t pid = vfork();

	if (!pid)
		_exit(9);
	return wait_status(pid, 9);
}

int fork_all(unsigned long loops)
{
	unsigned long i, ran = 0;
	pthread_t t;
	pid_t pid;

	for (i = 0; i < loops; i++) {
		pid = fork();
		if (!pid)
			_exit(7);
		if (wait_status(pid, 7))
			return RES_FAIL;
		if (vfork_once())
			return RES_FAIL;
		if (pthread_create(&t, NULL, thread, &ran))
			return fail("pthread_create: %s", strerror(errno));
		pthread_join(t, NULL);
	}
	return expect("threads", ran, loops);
}

static int exec_one(const char *path)
{
	pid_t pid = fork();

	if (!pid) {
		execl(path, path, "exec-ok", NULL);
		/* No 32-bit programs: the D32 drivers say so. */
		_exit(errno == ENOEXEC ? 42 : 1);
	}
	return wait_status(pid, 42);
}

/* From either binary to both. */
int exec_all(unsigned long loops)
{
	char path[] = "/bin/guest32";
	unsigned long i;

	for (i = 0; i < loops; i++) {
		if (exec_one("/init"))
			return RES_FAIL;
		if (exec_one(path))
			return RES_FAIL;
	}
	return RES_PASS;
}
