/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions that never return, as their instructions show. */
#ifndef CHECK_NORET_H
#define CHECK_NORET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;

/* A function that was asked for, and the answer. */
struct shown {
	uint64_t addr;
	int depth;
	bool never;
};

struct noret {
	struct shown *shown;
	size_t n, cap;
};

/*
 * False also where it may be true: what stands behind a call of it is then
 * walked for nothing.
 */
bool never_returns(struct check *c, uint64_t fn);
/*
 * Every path of fn that returns, or enables interrupts, has called to, and there
 * is one that does. False also where that may be so.
 */
bool always_calls(struct check *c, uint64_t fn, uint64_t to);

#endif
