/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IMAGE_CPUFEATURE_H
#define IMAGE_CPUFEATURE_H
#include <linux/types.h>
#include <asm/cpufeatures.h>
extern u64 boot_features;
#define boot_cpu_has(bit)	(boot_features >> (bit) & 1)
#define static_cpu_has(bit)	boot_cpu_has(bit)
#define setup_force_cpu_cap(bit)	(boot_features |= 1ull << (bit))
#define setup_clear_cpu_cap(bit)	(boot_features &= ~(1ull << (bit)))
#endif
