/* SPDX-License-Identifier: GPL-2.0-only */
/* Instructions C has no words for. */
#ifndef IMAGE_IO_H
#define IMAGE_IO_H

#include <linux/types.h>

static inline void outb(u16 port, u8 val)
{
	asm volatile("outb %0, %1" : : "a" (val), "Nd" (port));
}

static inline void outl(u16 port, u32 val)
{
	asm volatile("outl %0, %1" : : "a" (val), "Nd" (port));
}

static inline u8 inb(u16 port)
{
	u8 val;

	asm volatile("inb %1, %0" : "=a" (val) : "Nd" (port));
	return val;
}

static inline void cpuid(u32 leaf, u32 sub, u32 r[4])
{
	asm volatile("cpuid" : "=a" (r[0]), "=b" (r[1]), "=c" (r[2]),
		     "=d" (r[3]) : "a" (leaf), "c" (sub));
}

static inline u64 rdtsc_ordered(void)
{
	u32 lo, hi;

	asm volatile("lfence; rdtsc; lfence" : "=a" (lo), "=d" (hi) : :
		     "memory");
	return lo | (u64)hi << 32;
}

#define READ_REG(reg)							\
static inline u64 read_##reg(void)					\
{									\
	u64 val;							\
									\
	asm volatile("mov %%" #reg ", %0" : "=r" (val));		\
	return val;							\
}
#define WRITE_REG(reg)							\
static inline void write_##reg(u64 val)					\
{									\
	asm volatile("mov %0, %%" #reg : : "r" (val) : "memory");	\
}
READ_REG(cr2)
READ_REG(cr4)
READ_REG(dr6)
WRITE_REG(cr3)
WRITE_REG(cr4)
WRITE_REG(dr0)
WRITE_REG(dr6)
WRITE_REG(dr7)

#endif
