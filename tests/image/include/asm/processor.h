/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IMAGE_PROCESSOR_H
#define IMAGE_PROCESSOR_H
#include <linux/types.h>
#define X86_VENDOR_INTEL	0
#define X86_VENDOR_OTHER	1
/* x86: the family, x86_mask: the stepping, as in v4.15 */
extern struct cpuinfo_x86 {
	u8 x86, x86_vendor, x86_model, x86_mask;
	u32 microcode;
} boot_cpu_data;
#define cpu_has(c, bit)		boot_cpu_has(bit)

static inline u32 cpuid_edx(u32 leaf)
{
	u32 edx, ecx = 0;

	asm volatile("cpuid" : "+a" (leaf), "+c" (ecx), "=d" (edx) : : "rbx");
	return edx;
}
#endif
