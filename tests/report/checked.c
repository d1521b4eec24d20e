// SPDX-License-Identifier: GPL-2.0-only
/* The records of "ibrs-check --tsv" (its manual page has them). */
#include <stdlib.h>
#include <string.h>

#include "report/checked.h"
#include "report/compare.h"
#include "rules/rules.h"

static bool add_finding(struct checked *c, char **f)
{
	for (unsigned int i = 0; i < c->nfindings; i++) {
		struct finding *is = c->finding + i;

		if (strcmp(is->rule, f[1]) || strcmp(is->place, f[2]) ||
		    strcmp(is->text, f[4]))
			continue;
		is->entries++;
		return true;
	}
	if (c->nfindings == MAX_SAID)
		return false;
	c->finding[c->nfindings++] = (struct finding){
		.rule = f[1], .place = f[2], .entry = f[3], .text = f[4],
		.function = strndup(f[2], strcspn(f[2], "+")), .entries = 1,
	};
	return true;
}

static bool add_judged(struct checked *c, char **f)
{
	if (c->njudged == MAX_JUDGED)
		return false;
	c->judged[c->njudged].id = f[1];
	c->judged[c->njudged].word = word_of_name(f[2]);
	c->judged[c->njudged].count = f[3];
	c->judged[c->njudged++].what = f[4];
	return true;
}

static bool add_record(struct checked *c, char **f, unsigned int n)
{
	if (!strcmp(f[0], "kernel") && n > 3) {
		c->version = f[1];
		c->series = !strcmp(f[2], "series");
		c->gate = f[3];
	} else if (!strcmp(f[0], "finding") && n > 4) {
		return add_finding(c, f);
	} else if (!strcmp(f[0], "judged") && n > 4) {
		return add_judged(c, f);
	} else if (!strcmp(f[0], "feature") && n > 2 && strcmp(f[2], "-")) {
		if (c->nfeatures == MAX_SAID)
			return false;
		c->feature[c->nfeatures++] = f[1];
	} else if (!strcmp(f[0], "use") && n > 5) {
		c->idle |= !strcmp(f[5], "idle") && !strcmp(f[2], "write");
	} else if (!strcmp(f[0], "end")) {
		c->ended = true;
	}
	return true;
}

struct checked *checked_read(const char *path)
{
	struct checked *c = calloc(1, sizeof(*c));
	char **line = lines_read(path), *f[6];

	if (!c)
		abort();
	for (; line && *line; line++) {
		unsigned int n = fields(*line, f, 6);

		if (!add_record(c, f, n))
			return NULL;
	}
	return c->ended && c->gate ? c : NULL;
}

bool needs_ibrs(const char *rule)
{
	unsigned int n = rule_number(rule);

	return n && !rule_judged_by(n, OF_OTHERS);
}
