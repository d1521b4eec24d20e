// SPDX-License-Identifier: GPL-2.0-only
/* tests/cases.cfg for shell: "ibrs-report cases" and "ibrs-report case". */
#include <stdio.h>
#include <string.h>

#include "report/cases.h"
#include "report/commands.h"

static bool in_groups(const struct cases *c, const struct test_case *t,
		      char **group, int n)
{
	bool in = !n;

	for (int i = 0; i < n; i++)
		in |= has_word(case_get(c, t, K_GROUPS), group[i]);
	return in;
}

/* Name, groups and words, as wide as the widest. */
static void list(const struct cases *c, char **group, int n, bool words)
{
	int name = 0, groups = 0;

	for (unsigned int i = 1; i < c->nr; i++) {
		int len = (int)strlen(case_get(c, &c->all[i], K_GROUPS));

		groups = len > groups ? len : groups;
		len = (int)strlen(c->all[i].name);
		name = len > name ? len : name;
	}
	for (unsigned int i = 1; i < c->nr; i++) {
		const struct test_case *t = &c->all[i];

		if (!in_groups(c, t, group, n))
			continue;
		if (words)
			printf("%-*s  %-*s  %s\n", name, t->name, groups,
			       case_get(c, t, K_GROUPS),
			       case_get(c, t, K_WHAT));
		else
			printf("%s\n", t->name);
	}
}

/* cases [-l] [-g GROUP]... */
int cmd_cases(int argc, char **argv)
{
	const struct cases *c = cases_read();
	bool words = false;
	int n = 0;

	if (!c)
		return 2;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-l")) {
			words = true;
		} else if (!strcmp(argv[i], "-g") && i + 1 < argc) {
			argv[n++] = argv[++i];
		} else {
			fputs("usage: ibrs-report cases [-l] [-g GROUP]...\n",
			      stderr);
			return 2;
		}
	}
	for (int g = 0; g < n; g++) {
		bool any = false;

		for (unsigned int i = 1; i < c->nr; i++)
			any |= in_groups(c, &c->all[i], &argv[g], 1);
		if (!any) {
			fprintf(stderr, "error: no case in group '%s': "
				"tests/run -l lists them\n", argv[g]);
			return 2;
		}
	}
	list(c, argv, n, words);
	return 0;
}

/* key='value', safe for eval. */
static void quoted(const char *key, const char *value)
{
	printf("%s='", key);
	for (; *value; value++)
		if (*value == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*value);
	puts("'");
}

/* case NAME [KEY] */
int cmd_case(int argc, char **argv)
{
	const struct cases *c = cases_read();
	const struct test_case *t;
	enum case_key key = NR_KEYS;

	if (!c)
		return 2;
	if (argc == 3)
		key = key_named(argv[2]);
	if (argc < 2 || argc > 3 || (argc == 3 && key == NR_KEYS)) {
		fputs("usage: ibrs-report case NAME [KEY]\n", stderr);
		return 2;
	}
	t = cases_find(c, argv[1]);
	if (!t) {
		fprintf(stderr, "error: no case '%s': tests/run -l lists "
			"them\n", argv[1]);
		return 2;
	}
	if (key < NR_KEYS) {
		puts(case_get(c, t, key));
		return 0;
	}
	for (key = 0; key < NR_KEYS; key++)
		if (key != K_LIKE)
			quoted(key_name(key), case_get(c, t, key));
	return 0;
}
