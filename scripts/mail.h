/* SPDX-License-Identifier: GPL-2.0-only */
/* Mails: what mail.c and mail_upstream.c share. */
#ifndef MAIL_H
#define MAIL_H

#include <stdbool.h>

#define LINES 4096
#define SUBJECT "Subject: "

struct text {
	const char *name;
	char *lines[LINES];
	unsigned int n;
};

/* stop: one line on standard error, exit status 2 */
__attribute__((format(printf, 1, 2), noreturn))
void stop(const char *fmt, ...);

bool starts(const char *line, const char *with);
void read_text(const char *name, struct text *t);
/* find: the first line from @from on that begins so, or t->n */
unsigned int find(const struct text *t, unsigned int from, const char *with);

/* upstream: arguments behind the word, see mail.c */
void upstream(char **arg);

#endif
