/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IMAGE_PROCESSOR_H
#define IMAGE_PROCESSOR_H
#define X86_VENDOR_INTEL	0
#define X86_VENDOR_OTHER	1
extern struct cpuinfo {
	unsigned int x86_vendor;
} boot_cpu_data;
#endif
