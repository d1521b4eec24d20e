// SPDX-License-Identifier: GPL-2.0-only
/*
 * Microcode that Intel withdrew. The list and what is done about it are the
 * lines the series adds to arch/x86/kernel/cpu/intel.c, taken from its patch
 * when the image is built: bad_microcode.h.
 */
#include <asm/cpufeature.h>
#include <asm/ibrs.h>
#include <asm/intel-family.h>
#include <asm/processor.h>

#include "image.h"

#define __read_mostly
#define pr_warn_once(fmt, rev)						\
	print("# microcode 0x%x is withdrawn: IBRS is hidden\n", rev)

#include "bad_microcode.h"

void microcode_check(void)
{
	if (boot_cpu_data.x86_vendor == X86_VENDOR_INTEL)
		hide_bad_spectre_microcode(&boot_cpu_data);
}
