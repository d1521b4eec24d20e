/* SPDX-License-Identifier: GPL-2.0-only */
/* What is said of many samples of one thing. */
#ifndef BENCH_STATS_H
#define BENCH_STATS_H

#include <stddef.h>
#include <stdint.h>

/* A spread of the middle half beyond so many percent of the median is wide. */
#define WIDE_PERCENT	10

struct stats {
	size_t n;
	uint64_t min, median, p99;
	unsigned int spread;	/* of the middle half, percent of the median */
};

/*
 * stats_of - @n samples, one at least, of which @overhead is taken off: not
 * below 0. Sorts them. A percentile is the least sample that so many percent of
 * them do not exceed (nearest rank), so each is one that was measured.
 */
struct stats stats_of(uint64_t *sample, size_t n, uint64_t overhead);

#endif
