// SPDX-License-Identifier: GPL-2.0-only
/* The table "mutant by judge" of a document: of mutant-judges and image-mutants. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/compare.h"
#include "report/mutant.h"

#define BLOCK	"mutant-table"
#define CELL	512
#define LAST	".check"	/* the key that each mutant has first */

/* Rules by which the image itself sees @fault: "R4 R7", or why it does not. */
static const char *by_image(const struct num_record *image, const char *fault,
			    char cell[CELL])
{
	char rule[16];
	bool by_rig = false;

	strcpy(cell, "not asked: not in the macros");
	if (!strcmp(fault, "-"))
		return cell;
	*cell = 0;
	for (size_t i = 0; image && i < image->n; i++) {
		size_t n = strlen(cell);

		if (strcmp(image->value[i], fault))
			continue;
		by_rig |= !strncmp(image->key[i], "rig.", 4);
		if (sscanf(image->key[i], "image.%15[R0-9]", rule) != 1 ||
		    has_word(cell, rule))
			continue;
		snprintf(cell + n, CELL - n, "%s%s", n ? " " : "", rule);
	}
	if (!*cell)
		snprintf(cell, CELL, "%s", !image ? "no: no record" :
			 by_rig ? "no: only the instrument does" : "not run");
	return cell;
}

static char *line_of(const struct num_record *r, const struct num_record *image,
		     const char *name)
{
	static const char * const judges[] = { "check", "rig", "self", "image" };
	const char *cell[4];
	char key[CELL], seen[CELL], *line;

	for (size_t i = 0; i < 4; i++) {
		snprintf(key, sizeof(key), "%s.%s", name, judges[i]);
		cell[i] = record_get(r, key);
		if (!cell[i])
			return NULL;
	}
	if (asprintf(&line, "| %s | %s | %s | %s | %s |", name, cell[0], cell[1],
		     cell[2], by_image(image, cell[3], seen)) < 0)
		abort();
	return line;
}

static const char none[] =
	"None was run for this table: `make mutants`, then `make results`.";

/* What stands above the table, NULL where the record has not all of it. */
static char *sum_of(const struct num_record *r)
{
	static const char * const keys[] = {
		"mutants", "run", "clear", "clear.self", "self",
	};
	const char *n[5];
	char *line;

	for (size_t i = 0; i < 5; i++) {
		n[i] = record_get(r, keys[i]);
		if (!n[i])
			return NULL;
	}
	if (asprintf(&line, "Of %s mutants %s were run for this table. In %s of the "
		     "runs where the self-check was\nasked, the instrument saw C run "
		     "with IBRS clear: of these it found %s. It found a\nvalue that "
		     "was wrong in %s.", n[0], n[1], n[2], n[3],
		     n[4]) < 0)
		abort();
	return line;
}

/* Adds @text, a line at a time. */
static size_t add_lines(char **lines, size_t n, char *text)
{
	for (char *p = strtok(text, "\n"); p; p = strtok(NULL, "\n"))
		lines[n++] = p;
	return n;
}

char **mutant_lines(const char *name, const struct num_records *records)
{
	const struct num_record *r = record_named(records, "mutant-judges");
	char **lines, *sum;
	size_t n = 0;

	if (strcmp(name, BLOCK))
		return NULL;
	lines = calloc((r ? r->n : 0) + 8, sizeof(*lines));
	if (!lines)
		abort();
	if (!r) {
		lines[0] = strdup(none);
		return lines;
	}
	sum = sum_of(r);
	if (!sum)
		return NULL;
	n = add_lines(lines, n, sum);
	lines[n++] = strdup("");
	lines[n++] = strdup("| mutant | checker | instrument | self-check | image |");
	lines[n++] = strdup("|--------|---------|------------|------------|-------|");
	for (size_t i = 0; i < r->n; i++) {
		size_t len = strlen(r->key[i]), last = strlen(LAST);
		char *of;

		if (len <= last || strcmp(r->key[i] + len - last, LAST))
			continue;
		of = strndup(r->key[i], len - last);
		lines[n] = line_of(r, record_named(records, "image-mutants"), of);
		if (!lines[n++])
			return NULL;
	}
	return lines;
}
