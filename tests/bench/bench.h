/* SPDX-License-Identifier: GPL-2.0-only */
/* What a way into the kernel costs, as a program sees it. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct op - one thing that is timed
 * @name:	as in the TSV
 * @once:	does it and returns the ticks it took, with the clock's own in it
 * @samples:	of all rounds together, at 100 percent
 * @ready:	0, or why it cannot be done here
 */
struct op {
	const char *name;
	uint64_t (*once)(void);
	unsigned int samples;
	const char *(*ready)(void);
};

#define MAX_OPS	16
extern const struct op ops[];
extern const unsigned int nr_ops;

/*
 * The time stamp counter, in order: nothing before it is still to be done, and
 * nothing behind it has begun.
 */
static inline uint64_t ticks(void)
{
	uint32_t lo, hi;

	asm volatile ("lfence; rdtsc; lfence" : "=a" (lo), "=d" (hi) : :
		      "memory");
	return (uint64_t)hi << 32 | lo;
}

#endif
