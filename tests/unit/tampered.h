/* SPDX-License-Identifier: GPL-2.0-only */
/* What can be wrong with the files of a run, and the word that it then has. */
#ifndef UNIT_TAMPERED_H
#define UNIT_TAMPERED_H

#include <stdbool.h>
#include <stdio.h>

#include "rules/parts.h"
#include "rules/record.h"
#include "rules/words.h"

/* What ibrs-check --list says of the kernel that ran. */
#define WALKED	"1000 syscall  a\n2000 gate     b (error code)\n4000 ist      nmi\n"

struct tampered {
	const char *name;
	const char *file;	/* NULL: nothing is changed */
	const char *from, *to;	/* wherever it is; @to NULL: no such file */
	enum word word;
	size_t len;		/* of @to, where it has a NUL */
};

/* tampered-files.c, ended by a NULL name */
extern const struct tampered tampered_files[];

/* A command: "DIR" of an argument is where the run is. */
struct asked {
	const char *name;
	int (*cmd)(int argc, char **argv);
	char *argv[8];
	struct put {
		const char *file, *text;
	} put[4];		/* the last one ends them */
	int status;
};

/* tampered-asked.c, ended by a NULL name */
extern const struct asked asked[];
/* tampered-kernel.c, the same */
extern const struct asked asked_kernel[];

#endif
