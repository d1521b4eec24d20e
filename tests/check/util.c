// SPDX-License-Identifier: GPL-2.0-only
/* The bottom: calls nothing of the checker's. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/util.h"
#include "rules/words.h"

static void say(struct check *c, const char *fmt, va_list ap)
{
	char *text;

	if (c->why)
		return;
	text = vtext(fmt, ap);
	/* of a name in the file: one line it stays, and no terminal's order */
	for (char *p = text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	fprintf(stderr, "error: %s: %s\n", file_name(c), text);
	c->why = text;
}

void error_(struct check *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, fmt, ap);
	va_end(ap);
	c->broken = true;
}

void no_verdict(struct check *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, fmt, ap);
	va_end(ap);
}

const char *file_name(const struct check *c)
{
	const char *slash = strrchr(c->opt.path, '/');

	return slash ? slash + 1 : c->opt.path;
}

void out_of_memory(void)
{
	fprintf(stderr, "error: out of memory\n");
	exit(word_exit(W_ERROR));
}

char *vtext(const char *fmt, va_list ap)
{
	char *text;

	if (vasprintf(&text, fmt, ap) < 0)
		out_of_memory();
	return text;
}

void *grow(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 256;
	p = realloc(p, *cap * size);
	if (!p)
		out_of_memory();
	return p;
}

bool is_plain(const char *s)
{
	while (*s > ' ' && *s <= '~')
		s++;
	return !*s;
}

/* qsort() of nothing at nowhere is undefined. */
void sort(void *p, size_t n, size_t size,
	  int (*order)(const void *, const void *))
{
	if (n > 1)
		qsort(p, n, size, order);
}

uint32_t get32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

uint64_t get64(const uint8_t *p)
{
	return get32(p) | (uint64_t)get32(p + 4) << 32;
}
