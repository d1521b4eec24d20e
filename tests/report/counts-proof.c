// SPDX-License-Identifier: GPL-2.0-only
/* Records of what the other commands of ibrs-report left in their files. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare.h"
#include "report/counts.h"
#include "report/mutant.h"

static char **lines_of(const struct counts *c, const char *dir,
		       const char *name)
{
	return lines_read(path_in(path_in(c->results, dir), name));
}

/* A file that is keys and numbers already. */
static bool emit_pairs(struct counts *c, const char *dir, const char *name)
{
	char **line = lines_of(c, dir, name), *f[3];

	if (!line || !*line)
		return lacks(c, "%s: no %s", dir, name);
	for (; *line; line++) {
		if (fields(*line, f, 3) != 2 || !*f[1])
			return lacks(c, "%s: %s is damaged", dir, name);
		emit(c, "%s\t%s", f[0], f[1]);
	}
	return true;
}

bool count_unwind(struct counts *c)
{
	return emit_pairs(c, "unwind", "unwind.tsv");
}

bool count_nops(struct counts *c)
{
	return emit_pairs(c, "nops", "nops.tsv");
}

bool count_speed(struct counts *c)
{
	return emit_pairs(c, "speed", "speed.tsv");
}

bool count_image_mutants(struct counts *c)
{
	return emit_pairs(c, "image-mutants", "mutants.tsv") &&
	       emit_image_shown(c, "image-mutants");
}

/* --- seeded faults --------------------------------------------------- */

static const char not_executed[] = "not executed in this run";

/* caught and moot of the faults of @name; false when one is neither. */
static bool emit_faults(struct counts *c, const char *name)
{
	char **line = lines_of(c, name, "seeded.tsv"), *f[7];
	unsigned int caught = 0, moot = 0, other = 0;

	for (; line && *line; line++) {
		if (fields(*line, f, 7) != 7)
			return lacks(c, "%s: seeded.tsv is damaged", name);
		if (!strcmp(f[5], "PASS"))
			caught++;
		else if (!strcmp(f[5], "MOOT"))
			moot++;
		else if (strcmp(f[5], "-"))
			other++;
	}
	if (!caught || other)
		return lacks(c, "%s: seeded.tsv: not each fault has its word",
			     name);
	emit(c, "%s.caught\t%u", name, caught);
	emit(c, "%s.moot\t%u", name, moot);
	emit(c, "%s.of\t%u", name, caught + moot);
	return true;
}

bool count_seeded_debian(struct counts *c)
{
	return emit_faults(c, "seeded-debian");
}

/* Does the run of @name say that it did not execute the access at @site? */
static bool left_out(const struct counts *c, const char *name,
		     const char *site)
{
	char **line = lines_of(c, name, "seeded.tsv"), *f[7];

	for (; line && *line; line++)
		if (fields(*line, f, 7) == 7 && !strcmp(f[2], site) &&
		    !strcmp(f[6], not_executed))
			return true;
	return false;
}

/* The kernel's accesses, as ibrs-check lists them, that no run executed. */
static bool emit_sites(struct counts *c)
{
	char **line = lines_of(c, c->source[0].name, "uses"), *f[5];
	unsigned int all = 0, none = 0;

	for (; line && *line; line++) {
		bool out = true;

		if (fields(*line, f, 5) < 5 || strcmp(f[0], "use"))
			continue;
		for (unsigned int i = 0; out && i < c->nsources; i++)
			out = left_out(c, c->source[i].name, f[1]);
		all++;
		none += out;
	}
	if (!all)
		return lacks(c, "%s: no list of the kernel's accesses",
			     c->source[0].name);
	emit(c, "sites\t%u", all);
	emit(c, "sites.unexecuted\t%u", none);
	return true;
}

bool count_seeded(struct counts *c)
{
	for (unsigned int i = 0; i < c->nsources; i++)
		if (!emit_faults(c, c->source[i].name))
			return false;
	return emit_sites(c);
}

/* --- mutants --------------------------------------------------------- */

/* mutants.tsv: by a run when rules broke in one, else by ibrs-check. */
bool count_mutants(struct counts *c)
{
	char **line = lines_of(c, "mutants", "mutants.tsv"), *f[V_WHY];
	unsigned int all = 0, run = 0, found = 0, build = 0;

	for (line = line && *line ? line + 1 : NULL; line && *line; line++) {
		if (fields(*line, f, V_WHY) != V_WHY)
			return lacks(c, "mutants: mutants.tsv is damaged");
		if (strcmp(f[1], "PASS"))
			return lacks(c, "mutants: %s is no PASS (%s)", f[0],
				     f[1]);
		all++;
		run += !!*f[6];
		found += !!*f[7];
		build += !strcmp(f[3], "build");
		mutant_shown(f);
	}
	if (!all)
		return lacks(c, "mutants: no mutants.tsv");
	emit(c, "mutants\t%u", all);
	emit(c, "run\t%u", run);
	emit(c, "check\t%u", all - run - build);
	emit(c, "build\t%u", build);
	emit(c, "found\t%u", found);
	emit_mutants_shown(c);
	return true;
}

/* --- ibrs-check ------------------------------------------------------ */

/* Lines of a kind in @name/tsv, and, in @end, what its last line says. */
static bool check_lines(struct counts *c, const char *name, const char *kind,
			unsigned int *n, char *end[3])
{
	char **line = lines_of(c, name, "tsv"), *f[6];

	*n = 0;
	end[0] = NULL;
	for (; line && *line; line++) {
		unsigned int cols = fields(*line, f, 6);

		*n += !strcmp(f[0], kind);
		if (cols == 3 && !strcmp(f[0], "end"))
			memcpy(end, f, sizeof(*end) * 3);
	}
	return end[0] ? true : lacks(c, "%s: ibrs-check gave no verdict",
				     name);
}

static bool emit_unwind_data(struct counts *c, const char *dir,
			     const char *name)
{
	char **line = lines_of(c, dir, "tsv"), *f[4];

	for (; line && *line; line++) {
		if (fields(*line, f, 4) != 3 || strcmp(f[0], "unwind"))
			continue;
		emit(c, "%s.unwind.judged\t%s", name, f[1]);
		emit(c, "%s.unwind.of\t%s", name, f[2]);
		return true;
	}
	return lacks(c, "%s: ibrs-check tells nothing of unwind data", dir);
}

static bool emit_checked(struct counts *c, const char *dir)
{
	static const struct {
		const char *record, *key;
	} kinds[] = {
		{ "use", "sites" }, { "hint", "hints" },
		{ "vmexit", "vmexits" }, { "feature", "features" },
		{ "predicted", "predicted" }, { "leg", "legs" },
		{ "argued", "argued" }, { "assumed", "assumed" },
	};
	const char *name = strchr(dir, '/') + 1;
	char *end[3];
	unsigned int n;

	for (unsigned int i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!check_lines(c, dir, kinds[i].record, &n, end))
			return false;
		emit(c, "%s.%s\t%u", name, kinds[i].key, n);
	}
	emit(c, "%s.entries\t%s", name, end[1]);
	emit(c, "%s.findings\t%s", name, end[2]);
	return emit_unwind_data(c, dir, name);
}

/* What it counts in two configurations. */
bool count_checker(struct counts *c)
{
	return emit_checked(c, "matrix/small") &&
	       emit_checked(c, "matrix/debug");
}

/* Findings on each of Debian's, and how many of them were mended. */
bool count_debian(struct counts *c)
{
	for (unsigned int i = 0; i < c->nsources; i++) {
		const char *name = c->source[i].name;
		char **line = lines_of(c, name, "mend.tsv"), *f[3], *end[3];
		unsigned int n, mended = 0;

		if (!check_lines(c, name, "-", &n, end))
			return false;
		for (; line && *line; line++)
			mended += fields(*line, f, 3) == 3 &&
				  !strcmp(f[0], "mend");
		emit(c, "%s.findings\t%s", name + strlen("matrix/debian-"), end[2]);
		emit(c, "%s.mended\t%u", name + strlen("matrix/debian-"), mended);
	}
	return true;
}

bool count_matrix(struct counts *c)
{
	const char *configs = made_key(c, "matrix", "made.tsv", "configs");
	const char *fixtures = made_key(c, "matrix", "made.tsv", "fixtures");
	char *base[3], *debian[3];
	unsigned int n;

	if (!configs || !fixtures)
		return lacks(c, "matrix: made.tsv lacks a count");
	if (!check_lines(c, "matrix/base-small", "-", &n, base) ||
	    !check_lines(c, "matrix/debian-cloud-amd64", "-", &n, debian))
		return false;
	emit(c, "configs\t%s", configs);
	emit(c, "fixtures\t%s", fixtures);
	emit(c, "base.findings\t%s", base[2]);
	emit(c, "debian.findings\t%s", debian[2]);
	return true;
}
