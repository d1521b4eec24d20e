// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls into the firmware.
 *
 * Rule: GetVariable() and GetNextVariableName() are called with IBRS set, by the
 * pair around them where the kernel has retpolines.
 * Trigger: to read the data of a variable (CONFIG_EFI_VARS); only after a boot by
 * UEFI.
 * Cannot tell apart: whether the firmware ran, or the kernel kept what it said.
 */
#include <glob.h>

#include "../guest.h"

#define VARIABLES	"/sys/firmware/efi/vars/*/data"

int efi_vars(unsigned long loops)
{
	static char data[65536];
	unsigned long i;
	size_t read = 0;
	glob_t g;

	if (glob(VARIABLES, 0, NULL, &g) || !g.gl_pathc)
		return fail("no variables of the firmware: not booted by UEFI");
	for (i = 0; i < loops; i++)
		for (size_t k = 0; k < g.gl_pathc; k++)
			read += read_file(g.gl_pathv[k], data,
					  sizeof(data)) > 0;
	globfree(&g);
	return read ? RES_PASS : fail("no variable has any data");
}
