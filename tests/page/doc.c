// SPDX-License-Identifier: GPL-2.0-only
/* The two forms of a document, but for tables (table.c). */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "page/doc.h"
#include "page/style.h"

char *doc_escape(const char *s)
{
	char *out = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&out, &len);

	if (!f)
		abort();
	for (; *s; s++)
		switch (*s) {
		case '<':
			fputs("&lt;", f);
			break;
		case '>':
			fputs("&gt;", f);
			break;
		case '&':
			fputs("&amp;", f);
			break;
		case '"':
			fputs("&quot;", f);
			break;
		case '\'':
			fputs("&#39;", f);
			break;
		default:
			/* no control character is one of HTML's */
			fputc((unsigned char)*s < ' ' && *s != '\t' &&
			      *s != '\n' ? '?' : *s, f);
		}
	fclose(f);
	return out;
}

void doc_escaped(struct doc *d, const char *s)
{
	char *e = doc_escape(s);

	if (!d->text)
		fputs(e, d->f);
	free(e);
}

void doc_raw(struct doc *d, const char *fmt, ...)
{
	va_list ap;

	if (d->text)
		return;
	va_start(ap, fmt);
	vfprintf(d->f, fmt, ap);
	va_end(ap);
}

const char *doc_number(const char *digits)
{
	size_t len = strlen(digits), n = 0;
	char *s;

	if (!len || strspn(digits, "0123456789") != len)
		return digits;
	s = malloc(len + len / 3 + 1);
	if (!s)
		abort();
	for (size_t i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			s[n++] = ',';
		s[n++] = digits[i];
	}
	s[n] = 0;
	return s;
}

/* A paragraph of a mail, @hang columns in from its second line on. */
static void wrapped(FILE *f, const char *s, int hang)
{
	int at = 0;

	while (*(s += strspn(s, " \n"))) {
		int len = (int)strcspn(s, " \n");

		if (at && at + 1 + len > DOC_WIDTH) {
			fprintf(f, "\n%*s", hang, "");
			at = hang;
		} else if (at) {
			fputc(' ', f);
			at++;
		}
		fprintf(f, "%.*s", len, s);
		at += len;
		s += len;
	}
	fputc('\n', f);
}

static char *formatted(const char *fmt, va_list ap)
{
	char *s;

	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	return s;
}

void doc_say(struct doc *d, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = formatted(fmt, ap);
	va_end(ap);
	if (d->text) {
		wrapped(d->f, s, 0);
		fputc('\n', d->f);
	} else {
		fputs("<p>", d->f);
		doc_escaped(d, s);
		fputs("</p>\n", d->f);
	}
	free(s);
}

void doc_word(struct doc *d, enum word w, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = formatted(fmt, ap);
	va_end(ap);
	if (d->text) {
		char *all;

		if (asprintf(&all, "%s  %s", word_name(w), s) < 0)
			abort();
		wrapped(d->f, all, 7);
		fputc('\n', d->f);
		free(all);
	} else {
		fprintf(d->f, "<p class=\"word %s\"><b>%s</b> ", word_name(w),
			word_name(w));
		doc_escaped(d, s);
		fputs("</p>\n", d->f);
	}
	free(s);
}

static void underlined(struct doc *d, const char *title, char line)
{
	fprintf(d->f, "%s\n", title);
	for (size_t i = strlen(title); i; i--)
		fputc(line, d->f);
	fputs("\n\n", d->f);
}

void doc_begin(struct doc *d, FILE *f, bool text, const char *title)
{
	*d = (struct doc){ .f = f, .text = text };
	if (text) {
		underlined(d, title, '=');
		return;
	}
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	      "content=\"width=device-width, initial-scale=1\">\n<title>", f);
	doc_escaped(d, title);
	fprintf(f, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>",
		page_style);
	doc_escaped(d, title);
	fputs("</h1>\n", f);
}

void doc_end(struct doc *d)
{
	doc_raw(d, "</section>\n</body>\n</html>\n");
}

void doc_section(struct doc *d, const char *id, const char *title)
{
	if (d->text) {
		underlined(d, title, '-');
		return;
	}
	if (d->open)
		fputs("</section>\n", d->f);
	d->open = true;
	fprintf(d->f, "<section id=\"%s\">\n<h2><a href=\"#%s\">", id, id);
	doc_escaped(d, title);
	fputs("</a></h2>\n", d->f);
}

void doc_part(struct doc *d, const char *title)
{
	if (d->text) {
		fprintf(d->f, "%s\n\n", title);
		return;
	}
	fputs("<h3>", d->f);
	doc_escaped(d, title);
	fputs("</h3>\n", d->f);
}

void doc_links(struct doc *d, const struct doc_link *l)
{
	doc_raw(d, "<nav><ul>\n");
	for (; l->id; l++)
		doc_raw(d, "<li><a href=\"#%s\">%s</a></li>\n", l->id,
			l->title);
	doc_raw(d, "</ul></nav>\n");
}

void doc_see(struct doc *d, const char *text, const struct doc_link *l)
{
	char *all = strdup(text), *was;

	doc_raw(d, "<p>");
	doc_escaped(d, text);
	for (; l->id; l++) {
		const char *end = l[1].id ? "," : ".";

		doc_raw(d, " <a href=\"#%s\">%s</a>%s", l->id, l->title, end);
		was = all;
		if (!was || asprintf(&all, "%s \"%s\"%s", was, l->title, end) < 0)
			abort();
		free(was);
	}
	doc_raw(d, "</p>\n");
	if (d->text) {
		wrapped(d->f, all, 0);
		fputc('\n', d->f);
	}
	free(all);
}

const char *doc_digits(unsigned long long n)
{
	char *s;

	if (asprintf(&s, "%llu", n) < 0)
		abort();
	return s;
}
