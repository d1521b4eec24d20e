// SPDX-License-Identifier: GPL-2.0-only
/* tests/cases.cfg for shell: "ibrs-report cases" and "ibrs-report case". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/cases.h"
#include "report/commands.h"

/* What "cases" is asked for. */
struct choice {
	const struct test_case **t;	/* chosen, in order; n of them */
	unsigned int n;
	unsigned long smp;		/* SMP=, 0: none */
	bool words, longest;
};

static int unknown(const char *what, const char *name)
{
	fprintf(stderr, "error: no case %s'%s': tests/run -l lists them\n",
		what, name);
	return -1;
}

/* Once, though two groups have it: its runs would share one directory. */
static void add(struct choice *ch, const struct test_case *t)
{
	for (unsigned int i = 0; i < ch->n; i++)
		if (ch->t[i] == t)
			return;
	ch->t = reallocarray(ch->t, ch->n + 1, sizeof(*ch->t));
	if (!ch->t)
		abort();
	ch->t[ch->n++] = t;
}

/* NULL: all of them */
static int add_group(const struct cases *c, struct choice *ch,
		     const char *group)
{
	bool any = false;

	for (unsigned int i = 1; i < c->nr; i++)
		if (!group || has_word(case_get(c, &c->all[i], K_GROUPS),
				       group)) {
			add(ch, &c->all[i]);
			any = true;
		}
	return any ? 0 : unknown("in group ", group ? group : "");
}

/* leave_out: those of the group, or that one, of what was chosen so far */
static int leave_out(const struct cases *c, struct choice *ch,
		     const char *what)
{
	unsigned int n = 0, was = ch->n;

	for (unsigned int i = 0; i < was; i++)
		if (strcmp(ch->t[i]->name, what) &&
		    !has_word(case_get(c, ch->t[i], K_GROUPS), what))
			ch->t[n++] = ch->t[i];
	ch->n = n;
	return n < was ? 0 : unknown("to leave out: ", what);
}

/* Of those chosen the ones with @smp processors; false where there is none. */
static bool keep_smp(const struct cases *c, struct choice *ch, uint64_t smp)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < ch->n; i++)
		n += case_num(c, ch->t[i], K_SMP) == smp;
	if (!n)
		return false;
	n = 0;
	for (unsigned int i = 0; i < ch->n; i++)
		if (case_num(c, ch->t[i], K_SMP) == smp)
			ch->t[n++] = ch->t[i];
	ch->n = n;
	return true;
}

/*
 * With SET= the kernel ends with that set of the series: cases that are about a
 * later one are left out, and there is none to be named.
 */
static bool of_set(const struct cases *c, const struct test_case *t)
{
	const char *set = getenv("SET"), *of = case_get(c, t, K_SET);

	return !set || !*set || !*of || !strcmp(set, of);
}

static void keep_set(const struct cases *c, struct choice *ch)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < ch->n; i++)
		if (of_set(c, ch->t[i]))
			ch->t[n++] = ch->t[i];
	ch->n = n;
}

static int choose(const struct cases *c, struct choice *ch, int argc,
		  char **argv)
{
	bool any = false;
	int opt;

	while ((opt = getopt(argc, argv, "lmg:s:x:")) != -1) {
		ch->words |= opt == 'l';
		ch->longest |= opt == 'm';
		any |= opt == 'g';
		if (opt == '?' || (opt == 'g' && add_group(c, ch, optarg)) ||
		    (opt == 'x' && leave_out(c, ch, optarg)))
			return -1;
		if (opt == 's')
			ch->smp = strtoul(optarg, NULL, 10);
	}
	for (; optind < argc; optind++) {
		const struct test_case *t = cases_find(c, argv[optind]);

		if (!t)
			return unknown("", argv[optind]);
		if (!of_set(c, t))
			return unknown("of the sets up to SET=: ", argv[optind]);
		add(ch, t);
		any = true;
	}
	return any ? 0 : add_group(c, ch, NULL);
}

/* Name, groups and words, as wide as the widest. */
static void list_words(const struct cases *c, const struct choice *ch)
{
	int name = 0, groups = 0;

	for (unsigned int i = 0; i < ch->n; i++) {
		int len = (int)strlen(case_get(c, ch->t[i], K_GROUPS));

		groups = len > groups ? len : groups;
		len = (int)strlen(ch->t[i]->name);
		name = len > name ? len : name;
	}
	for (unsigned int i = 0; i < ch->n; i++)
		printf("%-*s  %-*s  %s\n", name, ch->t[i]->name, groups,
		       case_get(c, ch->t[i], K_GROUPS),
		       case_get(c, ch->t[i], K_WHAT));
}

static bool more_than_one(const struct cases *c, const struct choice *ch,
			  unsigned int i)
{
	return (ch->smp ? ch->smp : case_num(c, ch->t[i], K_SMP)) > 1;
}

/*
 * cases [-l] [-g GROUP]... [-x GROUP|NAME]... [-s SMP] [-m] [NAME...]
 *
 * Those of the groups, then those named; all where none is. -x takes out of the
 * groups before it those of another, or one. -s: the ones with
 * so many processors, or else those with two, which get so many. -m: those with
 * more than one first: they take longest, and wait for timers most.
 */
int cmd_cases(int argc, char **argv)
{
	const struct cases *c = cases_read();
	struct choice ch = { 0 };

	if (!c || choose(c, &ch, argc, argv))
		return 2;
	keep_set(c, &ch);
	if (ch.smp && !keep_smp(c, &ch, ch.smp))
		keep_smp(c, &ch, 2);
	if (ch.words) {
		list_words(c, &ch);
		return 0;
	}
	for (unsigned int i = 0; i < (ch.longest ? ch.n : 0); i++)
		if (more_than_one(c, &ch, i))
			puts(ch.t[i]->name);
	for (unsigned int i = 0; i < ch.n; i++)
		if (!ch.longest || !more_than_one(c, &ch, i))
			puts(ch.t[i]->name);
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
		unknown("", argv[1]);
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
