/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IMAGE_MSR_H
#define IMAGE_MSR_H

#include <linux/types.h>

#include <asm/asm.h>

static inline u64 rdmsr64(u32 msr)
{
	u32 lo, hi;

	asm volatile("rdmsr" : "=a" (lo), "=d" (hi) : "c" (msr));
	return lo | (u64)hi << 32;
}

static inline void wrmsrl(u32 msr, u64 val)
{
	asm volatile("wrmsr" : : "c" (msr), "a" ((u32)val),
		     "d" ((u32)(val >> 32)) : "memory");
}

/* 0, or -1 when it faulted. */
static inline int rdmsrl_safe(u32 msr, u64 *val)
{
	u32 lo = 0, hi = 0;
	int err = -1;

	asm volatile("1: rdmsr; xorl %0, %0\n2:\n" EXTABLE(1b, 2b)
		     : "+r" (err), "+a" (lo), "+d" (hi) : "c" (msr));
	*val = lo | (u64)hi << 32;
	return err;
}

static inline int wrmsrl_safe(u32 msr, u64 val)
{
	int err = -1;

	asm volatile("1: wrmsr; xorl %0, %0\n2:\n" EXTABLE(1b, 2b)
		     : "+r" (err) : "c" (msr), "a" ((u32)val),
		       "d" ((u32)(val >> 32)) : "memory");
	return err;
}

#endif
