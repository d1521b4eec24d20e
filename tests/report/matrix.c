// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report matrix: what ibrs-check --tsv has to say of a kernel.
 *
 *   series   no finding, of each feature both sides walked, and all of the
 *            legs that are not taken
 *   base     v4.15 without the series: a finding on every entry path
 *   debian   one of Debian's: what tests/field.cfg has of it, and no more
 *   unfenced the same without the fence of error_entry's kernel leg: that, too
 */
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/field.h"

/* R12: what ibrs-check says where it cannot read what the choice forces */
#define CHOICE_UNREAD	"retpoline is off with IBRS in use"

#define MAX_NAMES	512
#define TEXT		2048

struct names {
	char *name[MAX_NAMES];
	unsigned int nr;
};

struct said {
	const char *kernel, *dir;
	struct names entry, ways, hit, half, known;
	bool ended, predicted, cut, presumed;
};

static bool has(const struct names *n, const char *name)
{
	for (unsigned int i = 0; i < n->nr; i++)
		if (!strcmp(n->name[i], name))
			return true;
	return false;
}

static void add(struct names *n, char *name)
{
	if (has(n, name))
		return;
	if (n->nr == MAX_NAMES)
		abort();	/* no word is better than one of a part */
	n->name[n->nr++] = name;
}

/*
 * ways: those by which the CPU comes, and, of what C calls in entry text, the
 * one that a new task leaves by; the others go back to C.
 */
static void add_entry(struct said *s, char **f)
{
	add(&s->entry, f[1]);
	if ((strcmp(f[3], "leave") && strcmp(f[3], "function")) ||
	    !strcmp(f[1], "ret_from_fork"))
		add(&s->ways, f[1]);
}

/* A finding by its rule and the function it is in. */
static void add_finding(struct said *s, char **f)
{
	char *known;

	add(&s->hit, f[3]);
	f[2][strcspn(f[2], "+")] = 0;
	if (asprintf(&known, "%s %s", f[1], f[2]) < 0)
		abort();
	add(&s->known, known);
}

/*
 * Xen PV is a feature of which one side only is walked where no entry point of
 * it is built in; filling on VM exit is presumed on (R14); the kernel sets ALWAYS
 * itself, for static_cpu_has().
 */
static void add_feature(struct said *s, char **f)
{
	if ((!strcmp(f[2], "on") || !strcmp(f[2], "off")) &&
	    strcmp(f[1], "xenpv") && strcmp(f[1], "rsb_vmexit") &&
	    strcmp(f[1], "always"))
		add(&s->half, f[1]);
}

/* R13: that there was something to judge, and nothing went out of sight. */
static void add_legs(struct said *s, char **f)
{
	bool any = strcmp(f[2], "0");

	s->predicted |= any && !strcmp(f[1], "predicted");
	s->cut |= any && !strcmp(f[1], "cut");
}

static void read_said(struct said *s, const char *path)
{
	char **line = lines_read(path), *f[5];

	for (; line && *line; line++) {
		unsigned int n = fields(*line, f, 5);

		if (!strcmp(f[0], "entry") && n > 3)
			add_entry(s, f);
		else if (!strcmp(f[0], "finding") && n > 3)
			add_finding(s, f);
		else if (!strcmp(f[0], "feature") && n > 2)
			add_feature(s, f);
		else if (!strcmp(f[0], "legs") && n > 2)
			add_legs(s, f);
		else if (!strcmp(f[0], "presumed") && n > 2)
			s->presumed |= !strcmp(f[2], CHOICE_UNREAD);
		else if (!strcmp(f[0], "end"))
			s->ended = true;
	}
}

static void complain(char *why, const char *what, const char *name)
{
	size_t n = strlen(why);

	snprintf(why + n, TEXT - n, "%s%s %s", n ? "; " : "", what, name);
}

static void series(const struct said *s, char *why)
{
	for (unsigned int i = 0; i < s->known.nr; i++)
		complain(why, "a finding:", s->known.name[i]);
	for (unsigned int i = 0; i < s->half.nr; i++)
		complain(why, "one side only:", s->half.name[i]);
	if (!s->predicted)
		complain(why, "no", "leg that is not taken");
	if (s->cut)
		complain(why, "to its limit:", "a leg that is not taken");
	if (s->presumed)
		complain(why, "not read, R12 presumes:", CHOICE_UNREAD);
	if (!s->entry.nr)
		complain(why, "no", "entry point");
}

static void base(const struct said *s, char *why)
{
	for (unsigned int i = 0; i < s->ways.nr; i++)	/* SYSRET, no more */
		if (strcmp(s->ways.name[i], "ignore_sysret") &&
		    !has(&s->hit, s->ways.name[i]))
			complain(why, "silent:", s->ways.name[i]);
	if (!has(&s->ways, "ret_from_fork") || s->ways.nr < 2)
		complain(why, "no", "entry point");
}

static void debian_and(const struct said *s, const char *more, char *why)
{
	char **line = lines_read(path_in(s->dir, "version"));
	struct field *f = field_read();
	struct section *of = f && line && *line ? field_of(f, *line) : NULL;

	if (!of) {
		complain(why, "tests/field.cfg does not have",
			 line && *line ? *line : "it");
		return;
	}
	if (more)
		of->known[of->nknown++] = (struct known){ BY_CHECKER,
			(char *)more, V_REAL, false };
	if (field_compare(of, s->kernel, BY_CHECKER, s->known.name,
			  s->known.nr))
		complain(why, "not what", "tests/field.cfg has");
}

static void debian(const struct said *s, char *why)
{
	debian_and(s, NULL, why);
}

static void unfenced(const struct said *s, char *why)
{
	debian_and(s, "R13 error_entry", why);
}

/* matrix series|base|debian|unfenced NAME FILE STATUS, that of ibrs-check */
int cmd_matrix(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*judge)(const struct said *s, char *why);
	} kind[] = {
		{ "series", series }, { "base", base }, { "debian", debian },
		{ "unfenced", unfenced },
	};
	static struct said s;
	static char why[TEXT];
	unsigned int i = 0;

	while (argc == 5 && i < 4 && strcmp(argv[1], kind[i].name))
		i++;
	if (argc != 5 || i == 4) {
		fputs("usage: ibrs-report matrix series|base|debian|unfenced "
		      "NAME FILE STATUS\n", stderr);
		return 2;
	}
	s.kernel = argv[2];
	s.dir = strndup(argv[3], (size_t)(strrchr(argv[3], '/') - argv[3]));
	read_said(&s, argv[3]);
	/* 0 and 1 are its words, and they have to be those of its findings */
	if (!s.ended || strcmp(argv[4], s.known.nr ? "1" : "0")) {
		printf("  %s: ibrs-check gave no verdict (exit status %s)\n",
		       argv[2], argv[4]);
		return word_exit(W_ERROR);
	}
	kind[i].judge(&s, why);
	if (*why)
		printf("  %s: %s\n", argv[2], why);
	return word_exit(*why ? W_FAIL : W_PASS);
}
