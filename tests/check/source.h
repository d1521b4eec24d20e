/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Source lines, where there is debug information. One addr2line answers all:
 * to start it for each line takes as long as the whole check.
 */
#ifndef CHECK_SOURCE_H
#define CHECK_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct check;

struct lines {
	FILE *ask, *say;
	int pid;			/* of addr2line; 0: not started */
	char *line;			/* its last answer */
	size_t cap;
};

/* "file:line" of addr, until the next call; NULL where it is not known. */
const char *source_line(struct check *c, uint64_t addr);
void source_close(struct lines *l);

#endif
