// SPDX-License-Identifier: GPL-2.0-only
/*
 * #BP in the kernel.
 *
 * Rule: an instruction that is patched while others may run it has INT3 as its
 * first byte for a while, and who comes by goes on behind it.
 * Trigger: the first event that counts page faults patches a jump into the page
 * fault handler (CONFIG_JUMP_LABEL), and closing it patches the jump out; another
 * CPU faults meanwhile.
 * Cannot tell apart: whether anybody came by; the handler says nothing.
 * It takes turns = 1 of the case: Documentation/guest.txt.
 */
#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../guest.h"

static void faults_for_ever(void)
{
	char *page = mmap(NULL, PAGE_SZ, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED || pin_to(1))
		_exit(1);
	for (;;) {
		*(volatile char *)page = 1;
		if (madvise(page, PAGE_SZ, MADV_DONTNEED))
			_exit(1);
	}
}

int patch_code(unsigned long loops)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(attr),
		.config = PERF_COUNT_SW_PAGE_FAULTS,
	};
	int st, fd, ret = RES_PASS;
	pid_t pid;

	if (cpu_count() < 2)
		return skip("one processor");
	pid = fork();
	if (!pid)
		faults_for_ever();
	pin_to(0);
	while (loops-- && ret == RES_PASS) {
		fd = syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
		if (fd < 0)
			ret = fail("perf_event_open: %s", strerror(errno));
		else
			close(fd);
	}
	if (waitpid(pid, &st, WNOHANG))
		return fail("who faulted has ended");
	kill(pid, SIGKILL);
	waitpid(pid, &st, 0);
	return ret;
}
