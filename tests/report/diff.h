/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_DIFF_H
#define REPORT_DIFF_H

#include <stddef.h>

/*
 * What two lists of texts have in common, in order and as much as can be:
 * twin[j] is the index in @a of what b[j] was, -1 where it was added.  What is
 * the same is taken as early as can be, so an insertion stands as late as it
 * can.  -1 for lists of more than 16384: the table grows with the product.
 */
int diff(const char * const *a, size_t na, const char * const *b, size_t nb,
	 long *twin);

#endif
