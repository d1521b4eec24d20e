// SPDX-License-Identifier: GPL-2.0-only
/*
 * What shows that the judges can fail: faults seeded into accesses of the MSR,
 * mistakes in the series and in the entry image, and who caught each; what is
 * known of kernels of others; and how long the longest runs were.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "page/page.h"
#include "report/compare.h"

#define MOOT	"tests/proof/seeded.moot"

static const char *get(const struct num_record *r, const char *name,
		       const char *key)
{
	char full[128];
	const char *v;

	snprintf(full, sizeof(full), "%s.%s", name, key);
	v = record_get(r, full);
	return v ? v : "-";
}

/* Those that nothing can catch, each with the argument. */
static void say_moot(struct doc *d)
{
	char **line = lines_read(MOOT), *f[4];

	doc_table(d, "Seeded, and nothing to catch: why no rule can break",
		  "kernel	access of the MSR	fault	why");
	for (; line && *line; line++) {
		if (**line == '#' || fields(*line, f, 4) < 4)
			continue;
		for (int i = 0; i < 4; i++)
			doc_cell(d, "%s", f[i]);
	}
	if (!d->ncells)
		for (int i = 0; i < 4; i++)
			doc_cell(d, i ? "-" : MOOT " names none");
	doc_table_end(d);
	doc_say(d, "A run of each of them shows that no rule breaks there; one that "
		"is caught after all is a FAIL of make seeded. "
		"An access that a run does not execute gets no fault in that "
		"run.");
}

/* @what is in the series up to that set, and says nothing of another. */
static void say_of_sets(struct doc *d, const struct input *in,
			const struct num_record *r, const char *what)
{
	const char *sets = series_sets(in, record_get(r, "series"));

	if (sets)
		doc_say(d, "%s of %s, and were built with the patches of these "
			"alone.%s", what, sets, strstr(sets, ", without") ? " None "
			"of these numbers is of a patch of another set." : "");
}

static void seeded(struct doc *d, const struct input *in,
		   const struct num_record *r)
{
	const char *means = word_means("seeded fault");

	doc_say(d, "A seeded fault: %s. The access is one RDMSR or WRMSR that a run "
		"executes, by its address; it does nothing, or a WRMSR has bit "
		"0 as 1, or the high half as 0. Each fault is a run of its own.", means ? means : "ERROR, no such word");
	doc_say(d, "A row is a case, and its faults: seeded is how many, caught in "
		"how many of these runs a rule broke, nothing to catch in how "
		"many none did and none can. The last two make the first, else "
		"make seeded is FAIL.");
	doc_table(d, "Faults seeded: an access of the MSR is dropped, or writes "
		  "what it should not",
		  "runs\t#seeded\t#caught\t#nothing to catch");
	for (size_t i = 0; i < r->n; i++) {
		const char *end = strstr(r->key[i], ".of");
		char *name;

		if (!end || end[3])
			continue;
		name = strndup(r->key[i], (size_t)(end - r->key[i]));
		doc_cell(d, "%s", name);
		doc_cell(d, "%s", get(r, name, "of"));
		doc_cell(d, "%s", get(r, name, "caught"));
		doc_cell(d, "%s", get(r, name, "moot"));
		free(name);
	}
	doc_table_end(d);
	say_of_sets(d, in, r, "These faults are");
	doc_say(d, "Counted by: %s.", record_source(in, r));
	say_moot(d);
}

/* "R1 R7" from keys "rig.R7.1", of which @name is the value. */
static char *caught_by(const struct num_record *r, const char *judge,
		       const char *name)
{
	size_t len, head = strlen(judge);
	char *s = NULL;
	FILE *f = open_memstream(&s, &len);

	if (!f)
		abort();
	for (size_t i = 0; i < r->n; i++) {
		const char *cell = r->key[i] + head + 1;

		if (strncmp(r->key[i], judge, head) || r->key[i][head] != '.' ||
		    strcmp(r->value[i], name))
			continue;
		fprintf(f, "%s%.*s", ftell(f) ? " " : "",
			(int)strcspn(cell, "."), cell);
	}
	fclose(f);
	return *s ? s : "-";
}

static bool is_judged(const char *key)
{
	return !strncmp(key, "rig.R", 5) || !strncmp(key, "check.R", 7) ||
	       !strncmp(key, "image.R", 7);
}

static bool seen_before(const struct num_record *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_judged(r->key[i]) && !strcmp(r->value[i], r->value[n]))
			return true;
	return false;
}

static unsigned int number(const struct num_record *r, const char *key)
{
	const char *v = record_get(r, key);

	return v ? (unsigned int)strtoul(v, NULL, 10) : 0;
}

/* Those that a record of one set has not. */
static void say_each_judge(struct doc *d, const struct input *in)
{
	const struct num_record *r = record_named(&in->records, "mutant-judges");
	char why[256];

	if (input_record(in, r, why, sizeof(why)))
		doc_say(d, "The record mutant-judges is of %s: of %s mutants that "
			"tests/proof/mutants has %s were run, each by every judge "
			"that its head names.",
			series_named(in, record_get(r, "series")),
			record_get(r, "mutants"), record_get(r, "run"));
}

/*
 * Such a record is made where all are caught, and not else; @named of them stand
 * in it by name.
 */
static void say_caught(struct doc *d, const struct input *in,
		       const struct num_record *r, const char *caption,
		       unsigned int named)
{
	unsigned int all = number(r, "mutants");

	if (record_get(r, "run"))
		doc_say(d, "%s: %u were tried, and %u were caught, all of them: "
			"%u by the first violation of a run, %u by the checker "
			"or by what the kernel was demanded to say; the checker "
			"has a finding in %u.", caption, all, all,
			number(r, "run"), number(r, "check"),
			number(r, "found"));
	else
		doc_say(d, "%s: %u were tried, and %u were caught, all of them: "
			"%u by the image itself too.", caption, all, all,
			number(r, "image"));
	if (all > named)
		doc_say(d, "The table has %u of the %u. The other %u were caught as "
			"well, and are in no row because none shows by itself a "
			"rule without parts, or one part of a rule: the violation "
			"was one that several parts share, or it was no rule "
			"that broke but what the guest or the kernel had to say. What "
			"each has to break stands with it: %s.", named, all,
			all - named, record_get(r, "run") ?
			"tests/proof/mutants/*.patch, in the line Expect" :
			"tests/image/mutants.tsv");
	if (record_get(r, "run")) {
		say_of_sets(d, in, r, "These mutants are");
		say_each_judge(d, in);
	}
	doc_say(d, "Counted by: %s.", record_source(in, r));
}

/* A mail has how many, the page each by name. */
static void mutants(struct doc *d, const struct input *in,
		    const struct num_record *r, const char *caption,
		    const char *titles, const char *second)
{
	unsigned int n = 0;

	if (!d->text)
		doc_table(d, caption, titles);
	for (size_t i = 0; i < r->n; i++) {
		if (!is_judged(r->key[i]) || seen_before(r, i))
			continue;
		n++;
		if (d->text)
			continue;
		doc_cell(d, "%s", r->value[i]);
		doc_cell(d, "%s", caught_by(r, "rig", r->value[i]));
		doc_cell(d, "%s", caught_by(r, second, r->value[i]));
	}
	if (!d->text)
		doc_table_end(d);
	say_caught(d, in, r, caption, n);
}

/* The record @name, or a SKIP in its place. */
static const struct num_record *asked(struct doc *d, const struct input *in,
				      const char *name)
{
	const struct num_record *r = record_named(&in->records, name);
	char why[256];

	if (input_record(in, r, why, sizeof(why)))
		return r;
	doc_word(d, W_SKIP, "%s: %s.", name, why);
	return NULL;
}

void faults_section(struct doc *d, const struct input *in)
{
	const struct num_record *r;

	doc_section(d, "faults", "Faults and mutants");
	doc_say(d, "A judge that cannot fail shows nothing. Each of these was "
		"run or read by the same judges with the same demands; in the "
		"tables stand the rules that broke. A part of a rule is behind "
		"its colon; a rule alone that has parts in the map is a fault "
		"of none of them in particular, and counts in no row "
		"there. \"-\" is no escape: that judge saw nothing there where "
		"another did, or what it saw is no single part of a rule, and "
		"has no name in the record.");
	r = asked(d, in, "seeded");
	if (r)
		seeded(d, in, r);
	r = asked(d, in, "mutants");
	if (r)
		mutants(d, in, r, "Mistakes put into the series",
			"mutant\tinstrument\tchecker", "check");
	r = asked(d, in, "image-mutants");
	if (r)
		mutants(d, in, r, "Mistakes put into the entry image",
			"fault\tinstrument\timage itself", "image");
}

/* --- kernels of others ------------------------------------------------------- */

static void field_row(struct doc *d, const char *rel, char **line)
{
	const char *kernel = rel, *ran = "not run";
	unsigned int pass = 0, skip = 0;
	char *broke = NULL, *f[3];
	size_t len;
	FILE *s = open_memstream(&broke, &len);

	if (!s)
		abort();
	for (; *line; line++) {
		if (fields(*line, f, 3) < 2)
			continue;
		if (!strcmp(f[0], "kernel"))
			kernel = f[1];
		if (!strcmp(f[0], "ran"))
			ran = f[2];
		if (strcmp(f[0], "rule"))
			continue;
		pass += !strcmp(f[2], "PASS");
		skip += !strcmp(f[2], "SKIP");
		if (strcmp(f[2], "PASS") && strcmp(f[2], "SKIP"))
			fprintf(s, " %s %s", f[1], f[2]);
	}
	fclose(s);
	doc_cell(d, "%s", kernel);
	doc_cell(d, "%s", ran);
	doc_cell(d, "%u", pass);
	doc_cell(d, "%u", skip);
	doc_cell(d, "%s", *broke ? broke + 1 : "-");
}

static int no_dot(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

void field_section(struct doc *d, const struct input *in)
{
	struct dirent **e = NULL;
	int n = scandir(RESULTS "/field", &e, no_dot, alphasort);

	(void)in;
	doc_section(d, "field", "Kernels of others");
	if (n <= 0) {
		doc_word(d, W_SKIP, "no kernel of others was judged here: make "
			 "field.");
		return;
	}
	doc_say(d, "Kernels that nobody here wrote, by the same judges: make "
		"field. What they break is known, each finding with its reason: "
		"Documentation/findings.md, and no line of it is about code "
		"of the series. PASS and SKIP are numbers of rules, and of what "
		"the checker demands of any entry code (C-MSR and the like: "
		"Documentation/checker.txt).");
	doc_table(d, "Kernels of others",
		  "kernel\trun\t#PASS\t#SKIP\twhat is not PASS");
	for (int i = 0; i < n; i++) {
		char **line = lines_read(path_in(path_in(RESULTS "/field",
				e[i]->d_name), "judged.tsv"));

		if (line) {
			field_row(d, e[i]->d_name, line);
			continue;
		}
		doc_cell(d, "%s", e[i]->d_name);
		doc_cell(d, "ERROR");
		doc_cell(d, "-");
		doc_cell(d, "-");
		doc_cell(d, "it left no judged.tsv: make field");
	}
	doc_table_end(d);
}

/* --- long runs ---------------------------------------------------------------- */

static void soak_run(struct doc *d, const struct input *in, const char *name)
{
	char why[512];
	const struct result *r = input_run(in, name, why, sizeof(why));
	uint64_t broken = 0;

	if (!r)
		return;
	for (unsigned int i = 1; i < NR_RULES; i++)
		broken += r->violations[i];
	doc_cell(d, "%s", name);
	doc_cell(d, "%s", word_name(case_of(in, name)->word));
	doc_cell(d, "%s", doc_number(doc_digits(r->insns)));
	doc_cell(d, "%s", doc_number(doc_digits(r->crossings)));
	doc_cell(d, "%s", doc_number(doc_digits(r->nmis)));
	doc_cell(d, "%s", doc_digits(broken));
}

/* Of all runs that are kept, each case's: keys "<case>.runs" and so on. */
static void kept(struct doc *d, const struct input *in,
		 const struct num_record *r)
{
	static const char * const of[] = { "runs", "insns", "crossings", "nmis" };
	char key[128];

	doc_say(d, "make long makes more runs of a case, TIMES=, and make soak more "
		"of stress-ng; each is kept, and all that are kept count "
		"together, those of one case in one row.");
	doc_say(d, "%s runs of %s cases are kept, each PASS: %s instructions "
		"watched, %s NMIs injected, by %s versions of the instrument. "
		"Counted by: %s.", record_get(r, "runs"),
		record_get(r, "cases"), doc_number(record_get(r, "insns")),
		doc_number(record_get(r, "nmis")),
		record_get(r, "instruments") ?: "?", record_source(in, r));
	doc_table(d, "Runs that are kept, each of them PASS",
		  "case\t#runs\t#instructions\t#crossings\t#NMIs");
	for (size_t i = 0; i < r->n; i++) {
		const char *dot = strrchr(r->key[i], '.');

		if (!dot || strcmp(dot, ".runs"))
			continue;
		doc_cell(d, "%.*s", (int)(dot - r->key[i]), r->key[i]);
		for (size_t k = 0; k < 4; k++) {
			const char *val;

			snprintf(key, sizeof(key), "%.*s.%s",
				 (int)(dot - r->key[i]), r->key[i], of[k]);
			val = record_get(r, key);
			doc_cell(d, "%s", val ? doc_number(val) : "?");
		}
	}
	doc_table_end(d);
}

void soak_section(struct doc *d, const struct input *in)
{
	const struct num_record *r;

	doc_section(d, "soak", "Long runs");
	r = asked(d, in, "long");
	if (r)
		kept(d, in, r);
	doc_table(d, "Runs at hand that are there to be long",
		  "case\tword\t#instructions\t#crossings\t#NMIs\t#broken");
	for (unsigned int i = 0; i < in->ncases; i++)
		if (strstr(in->c[i].name, "soak") || strstr(in->c[i].name, "storm"))
			soak_run(d, in, in->c[i].name);
	if (!d->ncells)
		for (int i = 0; i < 6; i++)
			doc_cell(d, i ? "-" : "none");
	doc_table_end(d);
}
