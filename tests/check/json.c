// SPDX-License-Identifier: GPL-2.0-only
/* JSON: brackets, commas, and text that stays text. */
#include <stdio.h>
#include <string.h>

#include "check/json.h"

/* Length of the UTF-8 character at s; 0: it is none. Table 3-7 of Unicode. */
static unsigned int utf8(const unsigned char *s)
{
	static const struct {
		unsigned char first, last, from, to, len;
	} forms[] = {
		{ 0x20, 0x7f, 0, 0xff, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		unsigned int n = 2;

		if (*s < forms[i].first || *s > forms[i].last)
			continue;
		if (forms[i].len == 1)
			return 1;
		if (s[1] < forms[i].from || s[1] > forms[i].to)
			return 0;
		while (n < forms[i].len && (s[n] & 0xc0) == 0x80)
			n++;
		return n == forms[i].len ? n : 0;
	}
	return 0;
}

static void string(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	putchar('"');
	while (*s) {
		unsigned int n = utf8(s);

		if (*s < ' ' || *s == 0x7f) {
			printf("\\u%04x", *s++);
		} else if (!n) {
			fputs("\\ufffd", stdout);
			s++;
		} else {
			if (*s == '"' || *s == '\\')
				putchar('\\');
			fwrite(s, 1, n, stdout);
			s += n;
		}
	}
	putchar('"');
}

static void key_(struct json *j, const char *key)
{
	if (j->more)
		putchar(',');
	if (j->depth)
		printf("\n%*s", (int)j->depth, "");
	j->more = true;
	if (!key)
		return;
	string(key);
	fputs(": ", stdout);
}

void json_begin(struct json *j, const char *key, char bracket)
{
	key_(j, key);
	putchar(bracket);
	j->more = false;
	j->depth++;
}

void json_end(struct json *j, char bracket)
{
	putchar(bracket);
	j->more = true;
	if (!--j->depth)
		putchar('\n');
}

void json_text(struct json *j, const char *key, const char *text)
{
	key_(j, key);
	if (text)
		string(text);
	else
		fputs("null", stdout);
}

void json_number(struct json *j, const char *key, uint64_t n)
{
	key_(j, key);
	printf("%llu", (unsigned long long)n);
}

void json_bool(struct json *j, const char *key, bool yes)
{
	key_(j, key);
	fputs(yes ? "true" : "false", stdout);
}

void json_address(struct json *j, const char *key, uint64_t addr)
{
	char text[20];

	snprintf(text, sizeof(text), "%llx", (unsigned long long)addr);
	json_text(j, key, text);
}
