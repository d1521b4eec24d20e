// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "bench/rows.h"

#define MAX_WORDS	32
#define NUMBERS	"%llu\t%llu\t%llu\t%llu\t%u\t%63[^\t\n]"

bool row_read(const char *line, struct row *r)
{
	return *line != '#' &&
	       sscanf(line, "%63[^\t]\t%63[^\t]\t%63[^\t]\t%63[^\t]\t" NUMBERS,
		      r->mode, r->pti, r->op, r->unit, &r->n, &r->min,
		      &r->median, &r->p99, &r->spread, r->wide) == 10;
}

void row_print(FILE *f, const struct row *r)
{
	fprintf(f, "%s\t%s\t%s\t%s\t%llu\t%llu\t%llu\t%llu\t%u\t%s\n", r->mode,
		r->pti, r->op, r->unit, r->n, r->min, r->median, r->p99,
		r->spread, r->wide);
}

bool row_of_program(const char *line, const char *mode, const char *pti,
		    struct row *r)
{
	snprintf(r->mode, sizeof(r->mode), "%s", mode);
	snprintf(r->pti, sizeof(r->pti), "%s", pti);
	return *mode && *pti &&
	       sscanf(line, "op\t%63[^\t]\t%63[^\t]\t" NUMBERS, r->op, r->unit,
		      &r->n, &r->min, &r->median, &r->p99, &r->spread,
		      r->wide) == 8;
}

const struct row *row_find(const struct rows *all, const struct row *like)
{
	for (unsigned int i = 0; i < all->nr; i++)
		if (!strcmp(all->row[i].mode, like->mode) &&
		    !strcmp(all->row[i].pti, like->pti) &&
		    !strcmp(all->row[i].op, like->op))
			return &all->row[i];
	return NULL;
}

/* Adds @word where it is new; in the order of the first. */
static unsigned int add_word(const char **words, unsigned int nr,
			     const char *word)
{
	for (unsigned int i = 0; i < nr; i++)
		if (!strcmp(words[i], word))
			return nr;
	if (nr < MAX_WORDS)
		words[nr++] = word;
	return nr;
}

static void plot_data(FILE *f, const struct rows *all, const char *pti,
		      const char **modes, unsigned int nr_modes,
		      const char **ops, unsigned int nr_ops)
{
	fprintf(f, "$cost << END\nop");
	for (unsigned int m = 0; m < nr_modes; m++)
		fprintf(f, " %s", modes[m]);
	for (unsigned int o = 0; o < nr_ops; o++) {
		fprintf(f, "\n%s", ops[o]);
		for (unsigned int m = 0; m < nr_modes; m++) {
			const struct row *r;
			struct row like;

			snprintf(like.mode, WORD_LEN, "%s", modes[m]);
			snprintf(like.pti, WORD_LEN, "%s", pti);
			snprintf(like.op, WORD_LEN, "%s", ops[o]);
			r = row_find(all, &like);
			if (r)
				fprintf(f, " %llu", r->median);
			else
				fprintf(f, " ?");
		}
	}
	fprintf(f, "\nEND\n");
}

bool plot_print(FILE *f, const struct rows *all, const char *pti,
		const char *svg)
{
	const char *modes[MAX_WORDS], *ops[MAX_WORDS], *unit = NULL;
	unsigned int nr_modes = 0, nr_ops = 0;

	for (unsigned int i = 0; i < all->nr; i++) {
		const struct row *r = &all->row[i];

		if (strcmp(r->pti, pti))
			continue;
		nr_modes = add_word(modes, nr_modes, r->mode);
		nr_ops = add_word(ops, nr_ops, r->op);
		unit = unit && strcmp(unit, r->unit) ? "several units" : r->unit;
	}
	if (!unit)
		return false;
	plot_data(f, all, pti, modes, nr_modes, ops, nr_ops);
	fprintf(f, "set terminal svg size 1000,500 background 'white'\n"
		"set output '%s'\n"
		"set title 'Median of each way into the kernel, PTI %s'\n"
		"set ylabel '%s'\nset logscale y\nset key outside\n"
		"set style data histogram\nset style histogram clustered\n"
		"set style fill solid 0.8\nset xtics rotate by -30 noenhanced\n"
		"set key noenhanced autotitle columnhead\nset grid y\n"
		"set datafile missing '?'\n"
		"plot for [i=2:%u] $cost using i:xtic(1)\n",
		svg, pti, unit, nr_modes + 1);
	return true;
}

unsigned int compare_print(FILE *f, const struct rows *a, const struct rows *b)
{
	unsigned int both = 0;

	fprintf(f, "#mode\tpti\top\tunit\ta\tb\tpercent\twide\n");
	for (unsigned int i = 0; i < a->nr; i++) {
		const struct row *x = &a->row[i], *y = row_find(b, x);

		/* what counts something else cannot be compared */
		if (!y || strcmp(x->unit, y->unit) || !x->median)
			continue;
		fprintf(f, "%s\t%s\t%s\t%s\t%llu\t%llu\t%llu\t%s\n", x->mode,
			x->pti, x->op, x->unit, x->median, y->median,
			(y->median * 100 + x->median / 2) / x->median,
			*x->wide == 'w' || *y->wide == 'w' ? "wide" : "-");
		both++;
	}
	return both;
}
