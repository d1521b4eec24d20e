// SPDX-License-Identifier: GPL-2.0-only
/* What a fault of the entry image shows that can fail, for the map of the proof. */
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/compare.h"
#include "report/mutant.h"

#define TEXT	512

/* Each once. */
static void show(const char *judge, const char *what, const char *name,
		 char *said)
{
	size_t n = strlen(said);

	if (has_word(said, what))
		return;
	snprintf(said + n, TEXT - n, "%s%s", n ? " " : "", what);
	printf("# breaks %s %s %s\n", judge, what, name);
}

/* The instrument, by the kinds counted: one of several parts shows none of them. */
static void show_kind(const struct kind *k, const char *name, const char *broken,
		      char *said)
{
	unsigned int parts = kind_parts(k->rule, k->name);
	char rule[16], what[64];

	if (parts & (parts - 1) || !k->count)
		return;
	snprintf(rule, sizeof(rule), "R%u", k->rule);
	if (!has_word(broken, rule))
		return;
	snprintf(what, sizeof(what), "%s", rule);
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		if (parts >> p & 1)
			snprintf(what, sizeof(what), "%s:%s", rule,
				 part_names[p].name);
	show("rig", what, name, said);
}

/* The image itself: "# <test>: R3:ist: not restored", of one rule or more. */
static void show_told(const char *line, const char *name, char *said)
{
	const char *s = strncmp(line, "# ", 2) ? NULL : strstr(line, ": R");
	char word[64];
	int used;

	for (s = s ? s + 2 : NULL; s && sscanf(s, "%63s%n", word, &used) == 1;
	     s += used) {
		if (word[strlen(word) - 1] == ':')
			word[strlen(word) - 1] = 0;
		if (!rule_number(word) ||
		    (strchr(word, ':') && part_named(word) == NR_PARTS))
			break;
		show("image", word, name, said);
	}
}

void image_shows(const char *name, const char *dir, const char *broken)
{
	struct result *r = run_there(dir, ".") ? run_read(dir, ".") : NULL;
	char **line = lines_read(path_in(dir, "console.log"));
	char by_rig[TEXT] = "", by_image[TEXT] = "";

	for (unsigned int i = 0; r && i < r->nkinds; i++)
		show_kind(&r->kind[i], name, broken, by_rig);
	for (; line && *line; line++)
		show_told(*line, name, by_image);
}

bool image_seen(const char *rules, const char *broken)
{
	char list[TEXT];

	if (!strcmp(rules, "-"))
		return !*broken;
	snprintf(list, sizeof(list), "%s", rules);
	for (char *r = strtok(list, ","); r; r = strtok(NULL, ","))
		if (has_word(broken, r))
			return true;
	return false;
}
