// SPDX-License-Identifier: GPL-2.0-only
/* The longest common subsequence of two listings, by the table of all. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "report/diff.h"

#define MOST	16384		/* the table takes half a gigabyte then */

/* Rows of @nb + 1: how much the tails a[i..] and b[j..] have in common. */
static uint16_t *tails(const char * const *a, size_t na,
		       const char * const *b, size_t nb)
{
	uint16_t *len = calloc((na + 1) * (nb + 1), sizeof(*len));

	if (!len)
		abort();
	for (size_t i = na; i-- > 0;)
		for (size_t j = nb; j-- > 0;) {
			uint16_t *at = len + i * (nb + 1) + j;
			uint16_t skip_a = at[nb + 1], skip_b = at[1];

			if (!strcmp(a[i], b[j]))
				*at = (uint16_t)(at[nb + 2] + 1);
			else
				*at = skip_a > skip_b ? skip_a : skip_b;
		}
	return len;
}

int diff(const char * const *a, size_t na, const char * const *b, size_t nb,
	 long *twin)
{
	uint16_t *len;
	size_t i = 0, j = 0;

	if (na > MOST || nb > MOST)
		return -1;
	len = tails(a, na, b, nb);
	while (j < nb) {
		const uint16_t *at = len + i * (nb + 1) + j;

		if (i < na && !strcmp(a[i], b[j]))
			twin[j++] = (long)i++;
		else if (i < na && at[nb + 1] >= at[1])
			i++;
		else
			twin[j++] = -1;
	}
	free(len);
	return 0;
}
