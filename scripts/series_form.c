// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is wrong with patches/: names, headers, sets, cover letters, what is
 * listed and what is not.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "series.h"

#define AUTHOR "IBRS entry series <ibrs-entry@example.org>"
#define PATCHES 18		/* is the most */
#define SUBJECT 75
#define ZEROS "From 0000000000000000000000000000000000000000 Mon Sep 17"

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
void base(void)
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

void form(void)
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
