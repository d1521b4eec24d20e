/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A line of rig.tsv, its columns by the names of rules/record.h and put in
 * any order.  One at a time; a column that is forgotten, or a text that does
 * not fit, ends the process, and with it the run without a result.
 */
#ifndef RIG_LINE_H
#define RIG_LINE_H

#include <stdint.h>
#include <stdio.h>

#include "rules/record.h"

void line_begin(enum record rec);
__attribute__((format(printf, 2, 3)))
void line_put(unsigned int column, const char *fmt, ...);
void line_number(unsigned int column, uint64_t n);
void line_hex(unsigned int column, uint64_t n);
/* Adds to @column, the one that was put last. */
__attribute__((format(printf, 2, 3)))
void line_add(unsigned int column, const char *fmt, ...);
void line_end(FILE *f);

#endif
