// SPDX-License-Identifier: GPL-2.0-only
/*
 * An update of the microcode while the kernel runs.
 *
 * Rule: what it brings comes too late to be used: alternatives are patched, and
 * for a while one processor has the MSR and another has not.
 * Trigger: 1 to the file reload of sysfs, with an update in /lib/firmware.
 * Cannot tell apart: what the processors' MSRs hold. What the kernel says of it
 * is in its log.
 */
#include <stdio.h>
#include <string.h>

#include "../guest.h"

#define DIR	"/sys/devices/system/cpu/"

/* The revision of @cpu, 0 when there is none. */
static unsigned int revision(int cpu)
{
	char path[64], text[24];
	unsigned int rev = 0;

	snprintf(path, sizeof(path), DIR "cpu%d/microcode/version", cpu);
	if (read_file(path, text, sizeof(text)) > 0)
		sscanf(text, "0x%x", &rev);
	return rev;
}

int microcode_late(unsigned long loops)
{
	unsigned int old = revision(0);
	int err;

	(void)loops;
	if (!old)
		return skip("kernel without a microcode loader, or it is off");
	err = write_file(DIR "microcode/reload", "1");
	if (err)
		return fail("reload: %s", strerror(-err));
	for (int cpu = 0; cpu < cpu_count(); cpu++)
		if (revision(cpu) <= old)
			return fail("CPU %d still has revision 0x%x", cpu,
				    revision(cpu));
	return RES_PASS;
}
