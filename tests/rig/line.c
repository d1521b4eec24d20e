// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "rig/line.h"

static struct {
	enum record rec;
	unsigned int last;	/* column that ends at @used */
	size_t used;
	size_t at[RECORD_COLUMNS];	/* + 1, in @text; 0 is not put */
	char text[1 << 16];
} line;

static void bug(unsigned int column, const char *what)
{
	fprintf(stderr, "ibrs-rig: rig.tsv: column %u of '%s' %s\n", column,
		record_tag(line.rec), what);
	abort();
}

void line_begin(enum record rec)
{
	line.rec = rec;
	line.last = line.used = 0;
	memset(line.at, 0, sizeof(line.at));
}

/* A tab or an end of line would be read as another column or record. */
static void plain(char *s)
{
	for (; *s; s++)
		if (*s == '\t' || *s == '\n' || *s == '\r')
			*s = ' ';
}

static void append(unsigned int column, const char *fmt, va_list ap)
{
	char *to = line.text + line.used;
	size_t room = sizeof(line.text) - line.used;
	int n = vsnprintf(to, room, fmt, ap);

	if (n < 0 || (size_t)n >= room)
		bug(column, "does not fit");
	plain(to);
	line.used += (size_t)n;
}

void line_put(unsigned int column, const char *fmt, ...)
{
	va_list ap;

	if (!column || column >= record_columns(line.rec) || line.at[column])
		bug(column, "is none, or put twice");
	line.used += !!line.last;	/* keep the end of the one before */
	line.at[column] = line.used + 1;
	line.last = column;
	va_start(ap, fmt);
	append(column, fmt, ap);
	va_end(ap);
}

void line_number(unsigned int column, uint64_t n)
{
	line_put(column, "%" PRIu64, n);
}

void line_hex(unsigned int column, uint64_t n)
{
	line_put(column, "0x%" PRIx64, n);
}

void line_add(unsigned int column, const char *fmt, ...)
{
	va_list ap;

	if (column != line.last)
		bug(column, "is not the last one");
	va_start(ap, fmt);
	append(column, fmt, ap);
	va_end(ap);
}

void line_end(FILE *f)
{
	fputs(record_tag(line.rec), f);
	for (unsigned int i = 1; i < record_columns(line.rec); i++) {
		if (!line.at[i])
			bug(i, "is missing");
		fprintf(f, "\t%s", line.text + line.at[i] - 1);
	}
	fputc('\n', f);
}
