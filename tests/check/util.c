// SPDX-License-Identifier: GPL-2.0-only
/* The bottom: calls nothing of the checker's. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/util.h"
#include "rules/words.h"

void error_(struct check *c, const char *fmt, ...)
{
	va_list ap;

	if (!c->broken) {
		fprintf(stderr, "error: %s: ", file_name(c));
		va_start(ap, fmt);
		vfprintf(stderr, fmt, ap);
		va_end(ap);
		fputc('\n', stderr);
	}
	c->broken = true;
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
