/* SPDX-License-Identifier: GPL-2.0-only */
/* What "ibrs-check --tsv" has said of a kernel. */
#ifndef REPORT_CHECKED_H
#define REPORT_CHECKED_H

#include <stdbool.h>

#include "rules/words.h"

#define MAX_JUDGED	64
#define MAX_SAID	1024	/* findings, features: more are not whole */

/* One place and one text of a rule; @entries: entry points that lead there. */
struct finding {
	char *rule, *place, *function, *entry, *text;
	unsigned int entries;
};

struct checked {
	char *version, *gate;		/* "-": none */
	bool series, ended;
	bool idle;			/* code of class idle writes the MSR */
	struct finding finding[MAX_SAID];
	unsigned int nfindings;
	struct {
		char *id, *count, *what;
		enum word word;
	} judged[MAX_JUDGED];
	unsigned int njudged;
	char *feature[MAX_SAID];	/* that the entry code depends on */
	unsigned int nfeatures;
};

/* NULL where @path is not whole: no record `end', or more than there is room for. */
struct checked *checked_read(const char *path);
/* Does @rule ask how IBRS is used on the way in, so that without it it asks nothing? */
bool needs_ibrs(const char *rule);

#endif
