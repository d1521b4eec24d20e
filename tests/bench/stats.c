// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "stats.h"

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Nearest rank, of sorted samples. */
static uint64_t percentile(const uint64_t *sample, size_t n, unsigned int p)
{
	size_t rank = (n * p + 99) / 100;

	return sample[rank ? rank - 1 : 0];
}

struct stats stats_of(uint64_t *sample, size_t n, uint64_t overhead)
{
	struct stats s = { .n = n };
	uint64_t middle;

	for (size_t i = 0; i < n; i++)
		sample[i] -= sample[i] < overhead ? sample[i] : overhead;
	qsort(sample, n, sizeof(*sample), by_value);
	s.min = sample[0];
	s.median = percentile(sample, n, 50);
	s.p99 = percentile(sample, n, 99);
	middle = percentile(sample, n, 75) - percentile(sample, n, 25);
	/* of nothing at all any spread is wide */
	s.spread = s.median ? middle * 100 / s.median : middle ? 100 : 0;
	return s;
}
