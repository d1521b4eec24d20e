// SPDX-License-Identifier: GPL-2.0-only
/* Tables of a document: of HTML, and of a mail. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "page/doc.h"

#define GAP	2	/* blanks between two columns of a mail */
#define LAST	24	/* that many are enough for its last one */
#define SHORT	24	/* and such a cell of a page is not broken */

void doc_table(struct doc *d, const char *caption, const char *titles)
{
	char *s = strdup(titles);

	d->caption = caption;
	d->columns = d->column = 0;
	d->ncells = 0;
	d->cell = NULL;
	while (s && d->columns < DOC_COLUMNS) {
		char *title = strsep(&s, "\t");

		d->number[d->columns] = *title == '#';
		d->title[d->columns++] = title + (*title == '#');
	}
	if (s)
		abort();
}

static void add(struct doc *d, char *s)
{
	d->cell = reallocarray(d->cell, d->ncells + 1, sizeof(*d->cell));
	if (!d->cell || !s)
		abort();
	d->cell[d->ncells++] = s;
}

void doc_cell(struct doc *d, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	va_end(ap);
	if (!d->text) {
		char *e = doc_escape(s);

		free(s);
		s = e;
	}
	add(d, s);
}

void doc_cell_raw(struct doc *d, const char *text, const char *html)
{
	add(d, strdup(d->text ? text : html));
}

/* --- of a page -------------------------------------------------------------- */

static bool is_word(const char *s)
{
	for (enum word w = 0; w < W_LOST; w++)
		if (!strcmp(s, word_name(w)))
			return true;
	return false;
}

/* What is short, or drawn, stays in one line; sentences are broken at blanks. */
static const char *html_class(const struct doc *d, size_t i,
			      const char *cell)
{
	if (d->number[i])
		return " class=\"n\"";
	return strlen(cell) > SHORT && !strchr(cell, '<') ? " class=\"t\"" : "";
}

static void html_row(struct doc *d, char **cell)
{
	fputs("<tr>", d->f);
	for (unsigned int i = 0; i < d->columns; i++)
		if (is_word(cell[i]))
			fprintf(d->f, "<td><b class=\"word %s\">%s</b></td>",
				cell[i], cell[i]);
		else
			fprintf(d->f, i ? "<td%s>%s</td>" :
				"<th scope=\"row\"%s>%s</th>",
				html_class(d, i, cell[i]), cell[i]);
	fputs("</tr>\n", d->f);
}

/* Wider than a narrow screen, or no more than a name and some sentences. */
static bool is_wide(const struct doc *d)
{
	if (d->columns != 4)
		return d->columns > 4;
	for (size_t i = 0; i < d->ncells; i++)
		if (*html_class(d, i % d->columns, d->cell[i]) &&
		    !d->number[i % d->columns])
			return true;
	return false;
}

static void html_table(struct doc *d)
{
	static unsigned int nr;

	/* above its box: a narrow screen scrolls the table, and not its title */
	fprintf(d->f, "<p class=\"caption%s\" id=\"t%u\">",
		is_wide(d) ? " many" : "", ++nr);
	doc_escaped(d, d->caption);
	fprintf(d->f, "</p>\n<div class=\"wide\"><table%s aria-labelledby="
		"\"t%u\">\n<thead><tr>", d->columns < 4 ? " class=\"few\"" : "",
		nr);
	for (unsigned int i = 0; i < d->columns; i++) {
		fprintf(d->f, "<th scope=\"col\"%s>",
			d->number[i] ? " class=\"n\"" : "");
		doc_escaped(d, d->title[i]);
		fputs("</th>", d->f);
	}
	fputs("</tr></thead>\n<tbody>\n", d->f);
	for (size_t i = 0; i < d->ncells; i += d->columns)
		html_row(d, d->cell + i);
	fputs("</tbody></table></div>\n", d->f);
}

/* --- of a mail --------------------------------------------------------------- */

/* As much of @s as fits into @room; at least one word. */
static size_t part_of_line(const char *s, size_t room)
{
	size_t len = strlen(s), n = room;

	if (len <= room)
		return len;
	while (n && s[n] != ' ')
		n--;
	return n ? n : strcspn(s, " ");
}

static void broken(struct doc *d, const char *s, size_t from)
{
	size_t room = DOC_WIDTH - from;

	for (bool first = true; first || *s; first = false) {
		size_t n = part_of_line(s, room);

		if (!first)
			fprintf(d->f, "%*s", (int)from, "");
		fprintf(d->f, "%.*s\n", (int)n, s);
		s += n;
		s += strspn(s, " ");
	}
}

static void text_row(struct doc *d, const size_t *width, char *const *cell)
{
	size_t at = 0;

	for (unsigned int i = 0; i + 1 < d->columns; i++) {
		int w = (int)width[i];

		fprintf(d->f, d->number[i] ? "%*s" : "%-*s", w, cell[i]);
		fprintf(d->f, "%*s", GAP, "");
		at += width[i] + GAP;
	}
	if (d->number[d->columns - 1])
		fprintf(d->f, "%*s\n", (int)width[d->columns - 1],
			cell[d->columns - 1]);
	else
		broken(d, cell[d->columns - 1], at);
}

/* Nothing is beside another then. */
static void text_cells(struct doc *d, char *const *cell)
{
	for (unsigned int i = 0; i < d->columns; i++) {
		size_t n = strlen(d->title[i]) + 2;

		if (!*cell[i])
			continue;
		fprintf(d->f, "%s%s: ", i ? "  " : "", d->title[i]);
		broken(d, cell[i], n + (i ? 2 : 0));
	}
}

static void text_table(struct doc *d)
{
	size_t width[DOC_COLUMNS] = { 0 }, sum = 0;
	bool beside;

	for (unsigned int i = 0; i < d->columns; i++) {
		width[i] = strlen(d->title[i]);
		for (size_t k = i; k < d->ncells; k += d->columns)
			if (strlen(d->cell[k]) > width[i])
				width[i] = strlen(d->cell[k]);
		sum += i + 1 < d->columns ? width[i] + GAP : 0;
	}
	beside = sum + LAST <= DOC_WIDTH ||
		 sum + width[d->columns - 1] <= DOC_WIDTH;
	fputs("  ", d->f);
	broken(d, d->caption, 2);
	if (beside)
		text_row(d, width, (char *const *)d->title);
	for (size_t i = 0; i < d->ncells; i += d->columns)
		if (beside)
			text_row(d, width, d->cell + i);
		else
			text_cells(d, d->cell + i);
	fputc('\n', d->f);
}

void doc_table_end(struct doc *d)
{
	if (d->ncells % d->columns)
		abort();	/* a row that is not whole */
	if (d->text)
		text_table(d);
	else
		html_table(d);
	for (size_t i = 0; i < d->ncells; i++)
		free(d->cell[i]);
	free(d->cell);
	d->cell = NULL;
	d->ncells = 0;
}
