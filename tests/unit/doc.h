/* SPDX-License-Identifier: GPL-2.0-only */
/* For the tests that compare documents with the code; run in tests/. */
#ifndef UNIT_DOC_H
#define UNIT_DOC_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned int n, failed, bad;

/* Something that is wrong: the next check() fails. */
static __attribute__((format(printf, 1, 2))) void wrong(const char *fmt, ...)
{
	va_list ap;

	printf("# ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	bad++;
}

static __attribute__((unused)) void check(const char *name)
{
	printf("%s %u %s\n", bad ? "not ok" : "ok", ++n, name);
	failed += !!bad;
	bad = 0;
}

static __attribute__((unused)) char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	size_t len = 0;
	char *text = calloc(1, 1 << 20);

	if (!f || !text) {
		wrong("%s cannot be read", path);
		return text;
	}
	len = fread(text, 1, (1 << 20) - 1, f);
	text[len] = 0;
	fclose(f);
	return text;
}

#endif
