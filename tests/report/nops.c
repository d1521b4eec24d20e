// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report nops DIR KERNEL...: what ibrs-alter nops has left of each kernel
 * in DIR/KERNEL/tsv, as a table and as DIR/nops.tsv.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"

struct sums {
	unsigned int sites, found, argued;
};

/* "nops <kind> <sites> <found> <argued>" */
static bool add_kind(struct sums *s, char **f, const char *kernel, FILE *out)
{
	unsigned int n[3];
	char *end;

	for (int i = 0; i < 3; i++) {
		n[i] = strtoul(f[2 + i], &end, 10);
		if (*end || !*f[2 + i])
			return false;
	}
	if (n[0] < n[1] + n[2])
		return false;
	printf("  %-20s %-8s %5u %7u %8u\n", kernel, f[1], n[0], n[1], n[2]);
	fprintf(out, "%s.%s.sites\t%u\n%s.%s.found\t%u\n%s.%s.argued\t%u\n",
		kernel, f[1], n[0], kernel, f[1], n[1], kernel, f[1], n[2]);
	s->sites += n[0];
	s->found += n[1];
	s->argued += n[2];
	return true;
}

/* All of it adds up, or it is no verdict. */
static enum word kernel(const char *dir, const char *name, FILE *out)
{
	char **line = lines_read(path_in(path_in(dir, name), "tsv")), *f[6];
	struct sums s = { 0, 0, 0 };
	enum word word = W_ERROR;
	unsigned int rows = 0;
	bool whole = true;

	for (; line && *line; line++) {
		unsigned int n = fields(*line, f, 6);

		if (!strcmp(f[0], "nop") && n == 5) {
			rows++;
			if (strcmp(f[3], "found") && strcmp(f[3], "argued"))
				printf("  %s: %s %s: %s: %s\n", name, f[1],
				       f[2], f[3], f[4]);
		} else if (!strcmp(f[0], "nops") && n == 5) {
			whole &= add_kind(&s, f, name, out);
		} else if (!strcmp(f[0], "end") && n == 3) {
			word = word_of_name(f[2]);
		}
	}
	fprintf(out, "%s.sites\t%u\n%s.found\t%u\n%s.argued\t%u\n", name,
		s.sites, name, s.found, name, s.argued);
	if (!whole || !rows || rows != s.sites ||
	    (word == W_PASS && s.sites != s.found + s.argued)) {
		printf("  %s: ibrs-alter gave no verdict\n", name);
		return W_ERROR;
	}
	return word;
}

int cmd_nops(int argc, char **argv)
{
	enum word worst = W_PASS;
	FILE *out;

	if (argc < 3) {
		fputs("usage: ibrs-report nops DIR KERNEL...\n", stderr);
		return word_exit(W_ERROR);
	}
	out = fopen(path_in(argv[1], "nops.tsv"), "w");
	if (!out) {
		perror("ibrs-report: nops.tsv");
		return word_exit(W_ERROR);
	}
	printf("  %-20s %-8s %5s %7s %8s\n", "kernel", "of", "sites", "found",
	       "argued");
	for (int i = 2; i < argc; i++)
		worst = word_worse(worst, kernel(argv[1], argv[i], out));
	if (fclose(out))
		worst = W_ERROR;
	return word_exit(worst);
}
