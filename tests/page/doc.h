/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A document in two forms: a page of HTML that needs nothing beside it and runs
 * no script, and the text of a mail, 72 columns wide.  Who writes one does not
 * know which, but for what only a page can show (doc_raw).
 */
#ifndef PAGE_DOC_H
#define PAGE_DOC_H

#include <stdbool.h>
#include <stdio.h>

#include "rules/words.h"

#define DOC_WIDTH	72
#define DOC_COLUMNS	16

struct doc {
	FILE *f;
	bool text;
	bool open;		/* a section is */
	/* the table that is open */
	const char *title[DOC_COLUMNS];
	bool number[DOC_COLUMNS];
	unsigned int columns, column;
	char **cell;
	size_t ncells;
	const char *caption;
};

void doc_begin(struct doc *d, FILE *f, bool text, const char *title);
void doc_end(struct doc *d);

/* @id: where it is linked to. */
void doc_section(struct doc *d, const char *id, const char *title);
void doc_part(struct doc *d, const char *title);
/* The sections that follow, as links; ended by a NULL id. */
struct doc_link {
	const char *id, *title;
};
void doc_links(struct doc *d, const struct doc_link *l);
/* A paragraph: @text, and a few of them by name. */
void doc_see(struct doc *d, const char *text, const struct doc_link *l);

/* Paragraphs. What is in them is text: it is escaped. */
void doc_say(struct doc *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A word, which a reader sees without colour too, and why. */
void doc_word(struct doc *d, enum word w, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * A table: @titles with a tab between, "#" ahead of one whose cells are numbers;
 * each cell in its turn; then its end.  A mail has each row in a line where all
 * fit, the last column broken where it has to, else a line for each cell.
 */
void doc_table(struct doc *d, const char *caption, const char *titles);
void doc_cell(struct doc *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* ... and one that a page has as it is, a mail as the text before. */
void doc_cell_raw(struct doc *d, const char *text, const char *html);
void doc_table_end(struct doc *d);

/* Of a page alone: as it is, and with what HTML would take for its own escaped. */
void doc_raw(struct doc *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void doc_escaped(struct doc *d, const char *s);
/* The same as a string, never freed. */
char *doc_escape(const char *s);

/* "18,997,963"; what is no number as it is. Never freed. */
const char *doc_digits(unsigned long long n);
const char *doc_number(const char *digits);

#endif
