// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of microcode that Intel withdrew, as patches/ have it, against a
 * second copy: by the numbers of CPUID, not by names, and with the revisions
 * spelled anew.  A run has one of these processors; a wrong digit in another row
 * would not show.
 */
#include <glob.h>

#include "unit/doc.h"

/* Family 6: model and stepping of CPUID.1:EAX, the last revision withdrawn. */
static const struct row {
	unsigned int model, stepping, revision;
} copy[] = {
	{ 158, 11, 128 },	{ 158, 10, 128 },	/* 9Eh */
	{ 158, 9, 128 },
	{ 142, 10, 128 },	{ 142, 9, 128 },	/* 8Eh */
	{ 85, 3, 16777534 },	{ 85, 4, 33554492 },	/* 55h */
	{ 61, 4, 40 },					/* 3Dh */
	{ 71, 1, 27 },					/* 47h */
	{ 86, 2, 20 },		{ 86, 3, 117440529 },	/* 56h */
	{ 79, 1, 184549413 },				/* 4Fh */
	{ 69, 1, 33 },					/* 45h */
	{ 70, 1, 24 },					/* 46h */
	{ 60, 3, 35 },					/* 3Ch */
	{ 63, 2, 59 },					/* 3Fh */
	{ 63, 4, 16 },
	{ 62, 4, 1066 },				/* 3Eh */
	{ 45, 6, 1563 },	{ 45, 7, 1810 },	/* 2Dh */
};

#define ROWS	(sizeof(copy) / sizeof(copy[0]))

static unsigned int seen[ROWS];

/* By their names in v4.15's asm/intel-family.h. */
static const struct {
	const char *name;
	unsigned int number;
} models[] = {
	{ "KABYLAKE_DESKTOP", 0x9e }, { "KABYLAKE_MOBILE", 0x8e },
	{ "SKYLAKE_X", 0x55 }, { "BROADWELL_CORE", 0x3d },
	{ "BROADWELL_GT3E", 0x47 }, { "BROADWELL_XEON_D", 0x56 },
	{ "BROADWELL_X", 0x4f }, { "HASWELL_ULT", 0x45 },
	{ "HASWELL_GT3E", 0x46 }, { "HASWELL_CORE", 0x3c },
	{ "HASWELL_X", 0x3f }, { "IVYBRIDGE_X", 0x3e },
	{ "SANDYBRIDGE_X", 0x2d },
};

static unsigned int model_of(const char *name)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (!strcmp(name, models[i].name))
			return models[i].number;
	return 0;
}

static bool in_copy(unsigned int model, unsigned int stepping,
		    unsigned int revision)
{
	for (size_t i = 0; i < ROWS; i++)
		if (copy[i].model == model && copy[i].stepping == stepping) {
			seen[i]++;
			return copy[i].revision == revision;
		}
	return false;
}

/* The rows behind the table's head in the text of a patch; how many. */
static unsigned int rows_of(const char *text)
{
	const char *s = strstr(text, "+} spectre_bad_microcodes[] = {\n");
	unsigned int n = 0, stepping, revision;
	char name[40];

	if (!s)
		return 0;
	for (s = strchr(s, '\n') + 1; strncmp(s, "+};", 3) &&
	     strncmp(s, "+\t{ }", 5); s = strchr(s, '\n') + 1, n++) {
		if (sscanf(s, "+\t{ INTEL_FAM6_%39[A-Z0-9_], %i, %i },", name,
			   (int *)&stepping, (int *)&revision) != 3)
			wrong("row %u cannot be read: %.40s", n + 1, s);
		else if (!in_copy(model_of(name), stepping, revision))
			wrong("%s, stepping %u, revision 0x%x: not in the copy",
			      name, stepping, revision);
	}
	return n;
}

static void list_in_patches(void)
{
	unsigned int n = 0;
	glob_t g;

	if (glob("../patches/*.patch", 0, NULL, &g))
		wrong("there are no patches");
	for (size_t i = 0; i < g.gl_pathc; i++) {
		char *text = read_file(g.gl_pathv[i]);

		n += rows_of(text);
		free(text);
	}
	globfree(&g);
	if (n != ROWS)
		wrong("%u rows, and the copy has %zu", n, ROWS);
	for (size_t i = 0; i < ROWS; i++)
		if (seen[i] != 1)
			wrong("model %u, stepping %u: %u rows", copy[i].model,
			      copy[i].stepping, seen[i]);
}

#define TABLE(row)	"+} spectre_bad_microcodes[] = {\n+\t" row ",\n+\t{ }\n"

/* A digit that is wrong, in each column: told each time, and no other row is. */
static void digits(void)
{
	static const char * const wrongly[] = {
		TABLE("{ INTEL_FAM6_HASWELL_X,\t\t0x04,\t0x11 }"),
		TABLE("{ INTEL_FAM6_HASWELL_X,\t\t0x05,\t0x10 }"),
		TABLE("{ INTEL_FAM6_HASWELL_ULT,\t0x04,\t0x10 }"),
		TABLE("{ INTEL_FAM6_HASWELL_Y,\t\t0x04,\t0x10 }"),
	};
	unsigned int told;

	rows_of(TABLE("{ INTEL_FAM6_HASWELL_X,\t\t0x04,\t0x10 }"));
	if (bad)
		return;
	for (size_t i = 0; i < sizeof(wrongly) / sizeof(wrongly[0]); i++)
		rows_of(wrongly[i]);
	told = bad;
	bad = told != sizeof(wrongly) / sizeof(wrongly[0]);
}

int main(void)
{
	printf("KTAP version 1\n1..2\n");
	list_in_patches();
	check("each row is as in the copy, and there is no other");
	digits();
	check("a wrong digit is seen");
	return failed ? 1 : 0;
}
