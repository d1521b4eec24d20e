/* SPDX-License-Identifier: GPL-2.0-only */
/* What other text leads to the entry text by, and who hands out gates. */
#ifndef CHECK_EDGES_H
#define CHECK_EDGES_H

#include <stdbool.h>

struct check;

/*
 * Entry points out of the rest of the image: what the system call tables hold,
 * what is called or jumped to from C, and the handlers that are given to
 * alloc_intr_gate() and the like. False: out of memory, said.
 */
bool edges_find(struct check *c);

#endif
