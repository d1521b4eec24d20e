// SPDX-License-Identifier: GPL-2.0-only
/*
 * Blocks of lines with numbers in them, and the places they have in texts.
 *
 * A file of blocks: "== <block> <record>" begins one. Its lines follow as they
 * are shown, with %s where a number stands, or %-7s and %7s for a column, %'s
 * for one with commas, %% for a percent sign. A line that begins with a tab has
 * the keys of the line above it, in order, "<record>:<key>" when it is another
 * record's; behind a word &=<part> each & in a key is that part. An empty line is
 * part of a block, but for those at its end.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare.h"
#include "report/map.h"
#include "report/mutant.h"
#include "report/numbers.h"

#define MOST_KEYS	16
#define WIDTH		512

struct block {
	char *name, *record;
	char **line;		/* of the file */
	size_t n;
	size_t at;		/* where the file has the first, from 1 */
	bool used;
};

static int wrong(const struct blocks *all, size_t line, const char *what)
{
	return say(W_ERROR, "%s:%zu: %s", all->path, line, what), -1;
}

int blocks_read(struct blocks *all, const char *path)
{
	char **line = lines_read(path);
	struct block *b = NULL;

	*all = (struct blocks){ .path = path };
	if (!line)
		return say(W_ERROR, "%s: %s", path, strerror(errno)), -1;
	for (size_t i = 0; line[i]; i++) {
		if (strncmp(line[i], "== ", 3)) {
			if (!b && *line[i] && *line[i] != '#')
				return wrong(all, i + 1, "no block begins here");
			if (b && *line[i])
				b->n = &line[i + 1] - b->line;
			continue;
		}
		all->b = reallocarray(all->b, all->n + 1, sizeof(*b));
		if (!all->b)
			abort();
		b = &all->b[all->n++];
		*b = (struct block){ .line = line + i + 1, .at = i + 2 };
		if (sscanf(line[i], "== %ms %ms", &b->name, &b->record) != 2)
			return wrong(all, i + 1, "== <block> <record>, please");
	}
	return all->n ? 0 : wrong(all, 1, "no block in it: git checkout it");
}

static struct block *block_named(const struct blocks *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->b[i].name, name))
			return &all->b[i];
	return NULL;
}

/* Key @word of block @b: the record's name into @record, the rest is returned. */
static const char *key_of(const struct block *b, const char *word,
			  char record[64])
{
	size_t n = strcspn(word, ":");

	if (!word[n]) {
		snprintf(record, 64, "%s", b->record);
		return word;
	}
	snprintf(record, 64, "%.*s", (int)n, word);
	return word + n + 1;
}

/* 1234567 as 1,234,567 */
static void with_commas(char *to, const char *value)
{
	size_t digits = strspn(value, "0123456789");

	for (size_t i = 0; value[i]; i++) {
		if (i && i < digits && (digits - i) % 3 == 0)
			*to++ = ',';
		*to++ = value[i];
	}
	*to = 0;
}

/*
 * @format with a value for each %s: into @to, of WIDTH bytes.  Returns why it
 * cannot be, or NULL.
 */
static const char *fill(char *to, const char *format, char **value, size_t n)
{
	size_t used = 0;
	int width;

	while (*format && to) {
		char number[WIDTH / 2];
		bool commas = format[0] == '%' && format[1] == '\'';
		char *end;

		if (format[0] != '%' || format[1] == '%') {
			*to++ = *format;
			format += *format == '%' ? 2 : 1;
			continue;
		}
		width = strtol(format + 1 + commas, &end, 10);
		if (*end != 's' || abs(width) >= WIDTH / 8)
			return "a % that is no %s";
		if (used == n)
			return "more %s than keys";
		if (commas)
			with_commas(number, value[used++]);
		else
			strcpy(number, value[used++]);
		to += sprintf(to, "%*s", width, number);
		format = end + 1;
	}
	*to = 0;
	return used == n ? NULL : "more keys than %s";
}

/* @word with @part for each "&", into @to, which holds 128. */
static char *with_part(char *to, const char *word, const char *part)
{
	size_t n = 0;

	for (; *word && n < 127; word++) {
		const char *from = *word == '&' ? part : word;
		size_t len = *word == '&' ? strlen(part) : 1;

		n += snprintf(to + n, 128 - n, "%.*s", (int)len, from);
	}
	return to;
}

/* The values that the keys in @line name, into @value behind @n; how many, or -1. */
static int values(const struct blocks *all, const struct block *b,
		  const char *line, const struct num_records *records,
		  char **value, int n)
{
	char *rest = strdup(line), *word, record[64], is[128];
	const char *part = "&";

	while ((word = strsep(&rest, " \t"))) {
		const char *key, *got;

		if (!strncmp(word, "&=", 2))
			part = word + 2;
		if (!*word || part == word + 2)
			continue;
		key = key_of(b, with_part(is, word, part), record);
		got = record_get(record_named(records, record), key);
		if (!got || n == MOST_KEYS || strlen(got) > WIDTH / 16)
			return say(W_ERROR, "%s, block %s: %s of record %s: "
				   "%s", all->path, b->name, key, record,
				   got ? "too much" : "no such number"), -1;
		value[n++] = (char *)got;
	}
	return n;
}

char **block_lines(struct blocks *all, const char *name,
		   const struct num_records *records)
{
	struct block *b = block_named(all, name);
	char *value[MOST_KEYS], **out;
	size_t n = 0;

	if (mutant_lines(name, records))
		return mutant_lines(name, records);
	if (map_lines(name, records))
		return map_lines(name, records);
	if (!b) {
		say(W_ERROR, "%s has no block %s", all->path, name);
		return NULL;
	}
	b->used = true;
	out = calloc(b->n + 1, sizeof(*out));
	for (size_t i = 0; out && i < b->n; i++) {
		char to[4 * WIDTH];
		const char *why = NULL;
		int got = 0;
		size_t at = i;

		while (i + 1 < b->n && *b->line[i + 1] == '\t' && got >= 0)
			got = values(all, b, b->line[++i], records, value, got);
		if (got < 0)
			return NULL;
		if (*b->line[at] == '\t' || strlen(b->line[at]) > WIDTH)
			why = "keys without a line above them, or a long line";
		if (!why)
			why = fill(to, b->line[at], value, got);
		if (why) {
			wrong(all, b->at + at, why);
			return NULL;
		}
		out[n++] = strdup(to);
	}
	return out;
}

const char *block_unused(const struct blocks *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (!all->b[i].used) {
			all->b[i].used = true;
			return all->b[i].name;
		}
	return NULL;
}
