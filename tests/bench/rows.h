/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of bench.tsv: who writes them, reads them, draws them. */
#ifndef BENCH_ROWS_H
#define BENCH_ROWS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define WORD_LEN	64
#define MAX_ROWS	1024
#define HEAD	"#mode\tpti\top\tunit\tn\tmin\tmedian\tp99\tspread\twide\n"

struct row {
	char mode[WORD_LEN], pti[WORD_LEN], op[WORD_LEN], unit[WORD_LEN];
	unsigned long long n, min, median, p99;
	unsigned int spread;
	char wide[WORD_LEN];
};

struct rows {
	struct row row[MAX_ROWS];
	unsigned int nr;
};

/* One line of bench.tsv, as it is printed. False: it is none. */
bool row_read(const char *line, struct row *r);
void row_print(FILE *f, const struct row *r);

/* What one program has printed, or what a guest shows of it: "op" lines. */
bool row_of_program(const char *line, const char *mode, const char *pti,
		    struct row *r);

/* The row of the same mode, pti and op, or NULL. */
const struct row *row_find(const struct rows *all, const struct row *like);

/*
 * The medians of rows of that pti as gnuplot draws them: a line for each op, a
 * column for each mode, "?" where there is none. False: there is nothing.
 */
bool plot_print(FILE *f, const struct rows *all, const char *pti,
		const char *svg);

/* Of each row that both have: median of @b in percent of that of @a. */
unsigned int compare_print(FILE *f, const struct rows *a, const struct rows *b);

#endif
