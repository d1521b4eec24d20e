// SPDX-License-Identifier: GPL-2.0-only
/*
 * The form of patches/, without a kernel tree.
 *
 *	series form <patches>		what is wrong with it; exit status 0 or 1
 *	series base <patches>		does its base say what it stands on? 0 or 2
 *	series id <patches> [<set>]	the id of its code, up to that set's end
 *	series ids <patches> [<set>]	and those of the sets below it, one a line
 *	series names <patches> [<set>]	of the sets in it
 *	series upto <series> base|base1|<set>	how many patches: none, the first, all
 *	series sets <series> [<set>]	of each, or that: name, first patch, how many
 *	series order <old> <new>	the names of <new> under the comments that
 *					<old> has above them
 *
 * The stored form carries no person's sign-off and no commit id. In a series
 * file the comment at the top is the file's own; a later one belongs to the
 * patch below it, known by its name without the number, and moves with it.
 *
 * A line "# set: <name>" begins a set of patches, which is sent by itself: its
 * cover letter is cover-<name>.txt. It stands above the set's first patch,
 * whichever that is: a patch that <old> does not know belongs to the set of the
 * patch before it, unless it has the place of one of the next set that is gone.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define AUTHOR "IBRS entry series <ibrs-entry@example.org>"
#define PATCHES 18		/* is the most */
#define SUBJECT 75
#define ZEROS "From 0000000000000000000000000000000000000000 Mon Sep 17"
#define LINES 1024
#define SET "# set: "

static unsigned int failures;

__attribute__((format(printf, 1, 2))) static void fail(const char *fmt, ...)
{
	va_list ap;

	fputs("FAIL: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	failures++;
}

static void stop(const char *what, const char *why)
{
	fprintf(stderr, "error: %s: %s\n", what, why);
	exit(2);
}

static bool starts(const char *line, const char *with)
{
	return !strncmp(line, with, strlen(with));
}

/* lines_of: at most @most lines, without their ends; how many. */
static unsigned int lines_of(const char *file, char **lines, unsigned int most)
{
	FILE *f = fopen(file, "r");
	unsigned int n = 0;
	size_t size = 0;
	char *line = NULL;

	if (!f)
		stop(file, strerror(errno));
	for (; getline(&line, &size, f) >= 0; line = NULL, size = 0) {
		if (n == most)
			stop(file, "too many lines");
		line[strcspn(line, "\n")] = 0;
		lines[n++] = line;
	}
	fclose(f);
	return n;
}

/* subject: may go on in the line below. */
static void check_subject(const char *name, const char *first, const char *more)
{
	size_t n;

	first += strlen("Subject: ");
	if (starts(first, "[PATCH] "))
		first += strlen("[PATCH] ");
	n = strlen(first) + (more && *more == ' ' ? strlen(more) : 0);
	if (n > SUBJECT)
		fail("%s: subject longer than %d characters", name, SUBJECT);
}

static void check_header(const char *name)
{
	static char *lines[1 << 16];
	unsigned int n = lines_of(name, lines, 1 << 16);
	bool subject = false;

	if (n < 1 || !starts(lines[0], ZEROS))
		fail("%s: first line names a commit: make export", name);
	if (n < 2 || strcmp(lines[1], "From: " AUTHOR))
		fail("%s: From: is not '%s': git commit --amend --author='%s'",
		     name, AUTHOR, AUTHOR);
	for (unsigned int i = 0; i < n; i++) {
		if (starts(lines[i], "Signed-off-by:"))
			fail("%s: a sign-off is added for sending only (make mail SOB= OUT=)",
			     name);
		if (!subject && starts(lines[i], "Subject: ")) {
			check_subject(name, lines[i],
				      i + 1 < n ? lines[i + 1] : NULL);
			subject = true;
		}
		free(lines[i]);
	}
}

static const char *slug(const char *name)
{
	size_t n = strspn(name, "0123456789");

	return n && name[n] == '-' ? name + n + 1 : name;
}

static bool is_comment(const char *line)
{
	return !*line || *line == '#';
}

struct patch {
	char *name;
	int set;		/* its number in series.sets, or -1 */
};

/* series: what a series file lists */
struct series {
	struct patch patches[LINES];
	char *sets[LINES];
	unsigned int n, n_sets;
};

static void read_series(const char *file, struct series *s)
{
	static char *lines[LINES];
	unsigned int n = lines_of(file, lines, LINES);

	s->n = s->n_sets = 0;
	for (unsigned int i = 0; i < n; i++) {
		char *line = lines[i];

		if (starts(line, SET)) {
			s->sets[s->n_sets++] = line + strlen(SET);
			continue;
		}
		line[strcspn(line, "#")] = 0;
		while (*line && strchr(" \t", line[strlen(line) - 1]))
			line[strlen(line) - 1] = 0;
		if (!*line)
			continue;
		s->patches[s->n].name = line;
		s->patches[s->n++].set = (int)s->n_sets - 1;
	}
}

/* set_size: how many patches a set has, and the number of the first, from 1 */
static unsigned int set_size(const struct series *s, unsigned int set,
			     unsigned int *first)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < s->n; i++)
		if (s->patches[i].set == (int)set && !count++ && first)
			*first = i + 1;
	return count;
}

/* sets: @name NULL: all; "": the only one there is */
static void sets(const char *file, const char *name)
{
	static struct series s;
	bool any = !name;

	read_series(file, &s);
	for (unsigned int i = 0; i < s.n_sets; i++) {
		unsigned int first = 0, count = set_size(&s, i, &first);

		if (name && strcmp(name, s.sets[i]) && (*name || s.n_sets > 1))
			continue;
		printf("%s %u %u\n", s.sets[i], first, count);
		any = true;
	}
	if (any)
		return;
	fprintf(stderr, "error: SET=%s: one of patches/series, please:", name);
	for (unsigned int i = 0; i < s.n_sets; i++)
		fprintf(stderr, " %s", s.sets[i]);
	fputs("\n", stderr);
	exit(2);
}

/* set_form: names that are names, a cover and no more than people read */
static void set_form(const struct series *s, unsigned int set)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	const char *name = s->sets[set];
	unsigned int n = set_size(s, set, NULL);
	char cover[128];

	if (!*name || name[strspn(name, letters)] || strlen(name) > 40) {
		fail("patches/series: set '%s': small letters, digits and -, please",
		     name);
		return;
	}
	for (unsigned int i = 0; i < set; i++)
		if (!strcmp(name, s->sets[i]))
			fail("patches/series: two sets are named %s: rename one",
			     name);
	if (n > PATCHES)
		fail("set %s: %u patches, %d is the most: make a second set of some",
		     name, n, PATCHES);
	if (!n && s->n)
		fail("set %s has no patch: take its line out of patches/series",
		     name);
	snprintf(cover, sizeof(cover), "cover-%s.txt", name);
	if (access(cover, R_OK))
		fail("no patches/%s: write the cover letter of set %s there",
		     cover, name);
}

static bool is_set(const struct series *s, const char *name, size_t len)
{
	for (unsigned int i = 0; i < s->n_sets; i++)
		if (!strncmp(name, s->sets[i], len) && !s->sets[i][len])
			return true;
	return false;
}

static bool listed(const struct series *s, const char *name)
{
	for (unsigned int i = 0; i < s->n; i++)
		if (!strcmp(name, s->patches[i].name))
			return true;
	return false;
}

/* stray: a file of patches/ that belongs to no line of the series */
static void stray(const struct series *s, const char *name)
{
	const char *end = strrchr(name, '.');

	if (end && !strcmp(end, ".patch") && !listed(s, name))
		fail("patches/%s is not in patches/series", name);
	if (end && !strcmp(end, ".txt") &&
	    !(starts(name, "cover-") &&
	      is_set(s, name + 6, (size_t)(end - name) - 6)))
		fail("patches/%s is the cover letter of no set: write '" SET
		     "<name>' above a patch of patches/series, or remove it",
		     name);
}

/* each: calls @see for each name in a directory, if there is one */
static void each(const char *dir, const struct series *s,
		 void (*see)(const struct series *s, const char *name))
{
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (!d && errno == ENOENT)
		return;
	if (!d)
		stop(dir, strerror(errno));
	while ((entry = readdir(d)))
		if (*entry->d_name != '.')
			see(s, entry->d_name);
	closedir(d);
}

/* changes_of: a file of patches/changes is for a patch or a cover letter */
static void changes_of(const struct series *s, const char *name)
{
	size_t len = strlen(name);
	const char *of;

	if (!strcmp(name, "README") ||
	    (starts(name, "cover-") && is_set(s, name + 6, len - 6)))
		return;
	for (unsigned int i = 0; i < s->n; i++) {
		of = slug(s->patches[i].name);
		if (!strncmp(of, name, len) && !strcmp(of + len, ".patch"))
			return;
	}
	fail("patches/changes/%s: of no patch: git mv it to the name of one, without number and .patch, or git rm it",
	     name);
}

/* base: each of these once; blob and absent lines are by export. */
static void base(void)
{
	static const struct {
		const char *word;
		size_t digits;		/* hexadecimal, or any text */
	} facts[] = {
		{ "tag ", 0 }, { "commit ", 40 }, { "tarball ", 0 },
		{ "url ", 0 }, { "sha256 ", 64 }, { "files ", 40 },
	};
	static char *lines[LINES], why[80];
	unsigned int n = lines_of("base", lines, LINES);

	for (unsigned int i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
		unsigned int found = 0;

		for (unsigned int k = 0; k < n; k++) {
			const char *is = lines[k] + strlen(facts[i].word);

			if (starts(lines[k], facts[i].word) &&
			    (facts[i].digits ? strlen(is) == facts[i].digits &&
			     strspn(is, "0123456789abcdef") == strlen(is) : *is))
				found++;
		}
		snprintf(why, sizeof(why), "%s line '%s...', as it has to be: git checkout it",
			 found ? "more than one" : "no", facts[i].word);
		if (found != 1)
			stop("patches/base", why);
	}
}

static void form(void)
{
	static struct series s;

	read_series("series", &s);
	for (unsigned int i = 0; i < s.n_sets; i++)
		set_form(&s, i);
	each(".", &s, stray);
	each("changes", &s, changes_of);
	for (unsigned int i = 0; i < s.n; i++) {
		const char *name = s.patches[i].name;

		if (s.patches[i].set < 0)
			fail("%s is in no set: write '" SET
			     "<name>' above it in patches/series", name);
		if (access(name, R_OK))
			fail("patches/series: no file %s", name);
		else
			check_header(name);
	}
}

/*
 * code: the diffs of a patch but for those below Documentation/. No line of a
 * hunk begins as they do. What is above the first is the mail.
 */
static void code(const char *name, FILE *to)
{
	static const char diff[] = "diff --git ";
	static char *lines[1 << 16];
	unsigned int n = lines_of(name, lines, 1 << 16);
	bool on = false;

	for (unsigned int i = 0; i < n; i++) {
		if (starts(lines[i], diff))
			on = !starts(lines[i] + strlen(diff),
				     "a/Documentation/");
		if (on)
			fprintf(to, "%s\n", lines[i]);
		free(lines[i]);
	}
}

/* last_set: the number of the set @name; NULL or "": of the last one there is */
static int last_set(const struct series *s, const char *name)
{
	for (unsigned int i = 0; name && *name && i < s->n_sets; i++)
		if (!strcmp(name, s->sets[i]))
			return (int)i;
	if (name && *name)
		stop(name, "patches/series has no such set");
	return (int)s->n_sets - 1;
}

/*
 * id_of: names the code in every result, up to the end of a set. A changelog or a
 * document may change, and the results stay those of this series.
 */
static void id_of(const struct series *s, int set)
{
	FILE *hash = popen("sha256sum | cut -c1-12", "w");

	if (!hash)
		stop("sha256sum", strerror(errno));
	for (unsigned int i = 0; i < s->n; i++)
		if (s->patches[i].set <= set)
			code(s->patches[i].name, hash);
	if (ferror(hash) || pclose(hash))
		stop("sha256sum", "failed");
}

static void id(const char *set)
{
	static struct series s;

	read_series("series", &s);
	id_of(&s, last_set(&s, set));
}

static void ids(const char *set)
{
	static struct series s;
	int last;

	read_series("series", &s);
	last = last_set(&s, set);
	do
		id_of(&s, last);
	while (--last >= 0);
}

static void names(const char *set)
{
	static struct series s;
	int last;

	read_series("series", &s);
	last = last_set(&s, set);
	for (int i = 0; i <= last; i++)
		printf("%s%s", s.sets[i], i < last ? " " : "\n");
}

/* upto: what stands on so many patches */
static void upto(const char *file, const char *what)
{
	static struct series s;
	unsigned int first = 1, count = 0;
	bool base_only = !strcmp(what, "base");

	read_series(file, &s);
	if (!base_only && strcmp(what, "base1"))
		count = set_size(&s, (unsigned int)last_set(&s, what), &first);
	printf("%u\n", base_only ? 0 : count ? first + count - 1 : 1);
}

/* known: its place in @s, or -1: the number is no part of the name */
static int known(const struct series *s, const char *name)
{
	for (unsigned int i = 0; i < s->n; i++)
		if (!strcmp(slug(s->patches[i].name), slug(name)))
			return (int)i;
	return -1;
}

/* gone: so many of its set, in front of that one, are in @now no more */
static unsigned int gone(const struct series *old, int place,
			 const struct series *now)
{
	unsigned int count = 0;

	for (int i = place - 1; i >= 0 &&
	     old->patches[i].set == old->patches[place].set; i--, count++)
		if (known(now, old->patches[i].name) >= 0)
			return count;
	return count;
}

/* assign: each patch of @now has its set of @old; the unknown, see above. */
static void assign(const struct series *old, struct series *now)
{
	int set = old->n_sets ? 0 : -1;
	unsigned int from = 0;	/* the first without one */

	for (unsigned int i = 0; i < now->n; i++) {
		int place = known(old, now->patches[i].name), next;
		unsigned int taken;

		if (place < 0)
			continue;
		next = old->patches[place].set;
		taken = next != set ? gone(old, place, now) : 0;
		for (; from < i; from++)
			now->patches[from].set =
				from + taken >= i ? next : set;
		now->patches[from++].set = set = next;
	}
	for (; from < now->n; from++)
		now->patches[from].set = set;
}

/* comments: what @lines has above a patch, but for lines of sets */
static void comments(char **lines, unsigned int head, unsigned int n,
		     const char *name)
{
	for (unsigned int k = head; k < n; k++) {
		unsigned int above = k;

		if (is_comment(lines[k]) || strcmp(slug(lines[k]), slug(name)))
			continue;
		while (above > head && is_comment(lines[above - 1]))
			above--;
		for (; above < k; above++) {
			/* The blank line above that of a set is its own. */
			if (!starts(lines[above], SET) &&
			    (*lines[above] || !starts(lines[above + 1], SET)))
				puts(lines[above]);
		}
	}
}

static void order(const char *old_file, const char *new_file)
{
	static struct series old, now;
	static char *lines[LINES];
	unsigned int n = lines_of(old_file, lines, LINES), head = 0;
	int set = -1;

	read_series(old_file, &old);
	read_series(new_file, &now);
	assign(&old, &now);
	for (; head < n && *lines[head] == '#' && !starts(lines[head], SET);
	     head++)
		puts(lines[head]);
	for (unsigned int i = 0; i < now.n; i++) {
		if (now.patches[i].set != set) {
			set = now.patches[i].set;
			printf("\n" SET "%s\n", old.sets[set]);
		}
		comments(lines, head, n, now.patches[i].name);
		puts(now.patches[i].name);
	}
	/* A set that waits for its first patch keeps its line. */
	for (unsigned int i = 0; !now.n && i < old.n_sets; i++)
		printf("\n" SET "%s\n", old.sets[i]);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *word;
		void (*does)(void);
		void (*of_set)(const char *set);
	} words[] = {
		{ "form", form, NULL }, { "base", base, NULL },
		{ "id", NULL, id }, { "ids", NULL, ids }, { "names", NULL, names },
	};

	for (unsigned int i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (argc < 3 || strcmp(argv[1], words[i].word) ||
		    argc > (words[i].does ? 3 : 4))
			continue;
		if (chdir(argv[2]))
			stop(argv[2], strerror(errno));
		if (words[i].does)
			words[i].does();
		else
			words[i].of_set(argv[3]);
		return fflush(stdout) || ferror(stdout) ? 2 : !!failures;
	}
	if ((argc == 3 || argc == 4) && !strcmp(argv[1], "sets")) {
		sets(argv[2], argv[3]);
	} else if (argc == 4 && !strcmp(argv[1], "order")) {
		order(argv[2], argv[3]);
	} else if (argc == 4 && !strcmp(argv[1], "upto")) {
		upto(argv[2], argv[3]);
	} else {
		fputs("usage: series form|base <patches> | id|ids|names <patches> [<set>] | sets <series> [<set>] | order <old> <new> | upto <series> <what>\n",
		      stderr);
		return 2;
	}
	return fflush(stdout) || ferror(stdout) ? 2 : !!failures;
}
