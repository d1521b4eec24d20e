/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands that documents name: found (commands-find.c), and run. */
#ifndef UNIT_COMMANDS_H
#define UNIT_COMMANDS_H

#include <stdbool.h>

#define MAX_COMMANDS	400
#define MAX_COMMAND	300

#define LIST		"unit/commands.tsv"

struct named {
	char command[MAX_COMMAND];
	char file[80];
	unsigned int line;
};

/* control: text that is added to files of a copy, and what @args then gives */
struct control {
	const char *name;
	struct { const char *file, *text; } more[3];
	const char *args;
	int status;
	const char *says;
};

extern const struct control controls[];
extern const unsigned int ncontrols;

extern struct named named[MAX_COMMANDS];
extern unsigned int nnamed;

/*
 * find_commands: fills named[], each command once, from README, Documentation,
 * the help of the Makefile, cover letters and changelogs; run in tests/. What
 * cannot be read or is too much is told as a KTAP comment; how many of these.
 */
unsigned int find_commands(void);

#endif
