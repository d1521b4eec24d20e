// SPDX-License-Identifier: GPL-2.0-only
/*
 * A race of QEMU 7.2's, taken out of the copy that runs.  Whoever loads the x87
 * status word (FXRSTOR, FNINIT) calls cpu_clear_ignne(), which reads hflags2 of
 * the first processor, changes it and writes it back, while that one's thread
 * does the same.  What is lost is a change of GIF, of nested paging, or of
 * whether NMIs are blocked: VM exits by SVM_EXIT_NPF of the host's own code, in 2
 * of 60 runs of selfcheck-svm-smp2.  The bit is set by port F0h, and no kernel
 * here has x87 errors reported that way: there is nothing to clear.
 */
#include <stdio.h>
#include <sys/mman.h>

#include "rig/qemu.h"

#define RET	0xc3u

int q_mend(void *clear_ignne, char *err, size_t len)
{
	uint8_t *at = clear_ignne;
	void *page = (void *)((uintptr_t)at & ~0xfffull);

	snprintf(err, len, "QEMU's code cannot be written, and a race of its own "
		 "would change what processors do");
	/* other threads run by now, and may in this page */
	if (mprotect(page, 0x1000, PROT_READ | PROT_WRITE | PROT_EXEC))
		return -1;
	*at = RET;
	return mprotect(page, 0x1000, PROT_READ | PROT_EXEC);
}
