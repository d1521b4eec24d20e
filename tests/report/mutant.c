// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report mutant: a mistake put into the series has to be seen.
 *
 * A mutant is a patch, with lines above its diff (mutant_read.c).
 *
 * tests/proof/mutants.sh leaves for each, in a directory of its own:
 *   status      "apply" or "build" where that failed, else "check" and the exit
 *               status of ibrs-check
 *   found.tsv   what ibrs-check --tsv says
 *   <case>/     the run, as tests/run leaves it
 *   self/<case>/ the run of a kernel with the self-check, of status and found.tsv there
 */
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/commands.h"
#include "report/compare.h"
#include "report/mutant.h"
#include "report/mutant_read.h"
#include "report/mutant_self.h"

/* What was seen of one. */
struct seen {
	enum word word, run;		/* run: of the case */
	char why[4 * TEXT];
	char first[TEXT];		/* "R4:kind", or "R11" without an event */
	char place[TEXT];
	char broken[TEXT];		/* rules of the run, parted by blanks */
	char found[TEXT];		/* rules of ibrs-check's findings */
	bool checked;			/* it had a verdict */
	bool ran;			/* there is a run of it */
	bool judged;			/* ... that has a word */
	bool wrong;			/* with C that ran while IBRS was clear */
	bool lost;			/* the instrument lost track */
	char self[TEXT];		/* rows that the self-check found bad */
};

/* Adds @word to a list of words, once. */
static void add_word(char *list, const char *word)
{
	size_t n = strlen(list);

	if (!has_word(list, word))
		snprintf(list + n, TEXT - n, "%s%s", n ? " " : "", word);
}

/* --- what a job left ------------------------------------------------------ */

static char *at(const char *dir, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		abort();
	return path;
}

/* The rules of which ibrs-check has a finding; without its `end', or with more, none. */
static void read_found(struct seen *s, const char *dir)
{
	char **line = lines_read(at(dir, "found.tsv")), *f[3];

	for (; line && *line; line++) {
		unsigned int n = fields(*line, f, 3);

		if (n > 1 && !strcmp(f[0], "finding"))
			add_word(s->found, f[1]);
		s->checked = !strcmp(f[0], "end");
	}
}

/* What broke in the run, rules before demands, and the first violation. */
static void read_run(struct seen *s, const char *dir, const char *run)
{
	char **line = lines_read(at(at(dir, run), "verdict.tsv"));
	struct result *r;
	char *f[3], rule[8];

	s->run = W_ERROR;
	for (; line && *line; line++) {
		if (fields(*line, f, 3) != 3)
			continue;
		if (!strcmp(f[0], "case")) {
			s->judged = true;
			s->run = word_of_name(f[2]);
		} else if ((!strcmp(f[0], "rule") || !strcmp(f[0], "check")) &&
			   word_of_name(f[2]) == W_FAIL) {
			add_word(s->broken, f[1]);
		}
	}
	r = run_there(dir, run) ? run_read(dir, run) : NULL;
	s->ran = r;
	s->wrong = r && clear_in_c(r);
	s->lost = r && r->lost;
	if (!r || !*s->broken)
		return;
	snprintf(rule, sizeof(rule), "%.*s",
		 (int)strcspn(r->broke_first ?: "", ":"), r->broke_first ?: "");
	/* the report may know that it is none: with IBRS_ALL */
	if (*rule && has_word(s->broken, rule)) {
		snprintf(s->first, TEXT, "%s", r->broke_first);
		snprintf(s->place, TEXT, "%s", r->broke_at);
	} else {	/* R10 and R11 also break by what never came */
		snprintf(s->first, TEXT, "%.*s", (int)strcspn(s->broken, " "),
			 s->broken);
	}
}

/* --- the verdict ---------------------------------------------------------- */

#define SAY(s, w, ...) do { \
	(s)->word = (w); \
	snprintf((s)->why, sizeof((s)->why), __VA_ARGS__); \
} while (0)

/* No rule broke in the run: why. */
static void uncaught(struct seen *s, const struct mutant *m, const char *dir)
{
	static struct result r;
	char err[TEXT];

	if (console_read(&r, at(at(dir, m->run), "console.log"), err,
			 sizeof(err)) || !r.ntail)
		SAY(s, W_ERROR, "the guest did not start, see %.400s/run", dir);
	else if (!r.done)
		SAY(s, W_FAIL, "only by a crash: no rule broke, and the guest "
		    "did not finish");
	else
		SAY(s, W_FAIL, "caught by no rule");
}

static void caught(struct seen *s, const struct mutant *m, const char *dir)
{
	char rule[8];

	read_run(s, dir, m->run);
	if (!*s->broken) {
		uncaught(s, m, dir);
		return;
	}
	snprintf(rule, sizeof(rule), "%.*s", (int)strcspn(s->first, ":"),
		 s->first);
	if (s->run != W_FAIL)
		SAY(s, W_ERROR, "%s is FAIL, and the run is %s: see %.400s/%s",
		    s->broken, word_name(s->run), dir, m->run);
	else if (!has_word(m->expect, rule))
		SAY(s, W_FAIL, "%s broke first, not %s", s->first, m->expect);
	else if (!*s->found && !*m->dyn)
		SAY(s, W_FAIL, "caught by %s (first), but ibrs-check finds "
		    "nothing", s->first);
	else if (*s->found && *m->dyn)
		SAY(s, W_FAIL, "caught by %s (first), and ibrs-check finds %s: "
		    "Dynamic: is not so", s->first, s->found);
	else
		SAY(s, W_PASS, "caught by %s (first)", s->first);
}

/* Where no run can give a verdict, or none is asked for. */
static void caught_by_check(struct seen *s, const struct mutant *m)
{
	char rules[TEXT];

	strcpy(rules, m->expect);
	for (char *r = strtok(rules, " "); r; r = strtok(NULL, " "))
		if (has_word(s->found, r)) {
			SAY(s, W_PASS, "caught by ibrs-check: %s", r);
			snprintf(s->first, TEXT, "%s", r);
			return;
		}
	SAY(s, W_FAIL, "ibrs-check finds %s, not %s",
	    *s->found ? s->found : "nothing", m->expect);
}

/* False where there is no vmlinux that was looked at. */
static bool built(struct seen *s, const char *dir)
{
	char **line = lines_read(at(dir, "status"));
	const char *status = line && *line ? *line : "";

	if (!strcmp(status, "apply")) {
		SAY(s, W_ERROR, "does not apply, see %.400s/apply", dir);
		return false;
	}
	if (strncmp(status, "check ", 6)) {
		SAY(s, W_ERROR, "does not build, see %.400s/build", dir);
		return false;
	}
	read_found(s, dir);
	if (s->checked && !strcmp(status + 6, *s->found ? "1" : "0"))
		return true;
	SAY(s, W_ERROR, "ibrs-check could not judge: see %.400s/found.tsv", dir);
	return false;
}

/* One that the compiler or linker has to refuse, by what it says. */
static void unbuilt(struct seen *s, const struct mutant *m, const char *dir)
{
	char **line = lines_read(at(dir, "status"));

	if (!line || !*line || strcmp(*line, "build")) {
		if (built(s, dir))
			SAY(s, W_FAIL, "it builds");
		return;
	}
	line = lines_read(at(dir, "build"));
	while (line && *line && !strstr(*line, m->says))
		line++;
	if (!line || !*line) {
		SAY(s, W_ERROR, "does not build, but not by '%s': see "
		    "%.400s/build", m->says, dir);
		return;
	}
	SAY(s, W_PASS, "the build refuses it");
	strcpy(s->first, "build");
}

/* The self-check has the last word, where the others have had theirs. */
static void by_self_check(struct seen *s, const struct mutant *m,
			  const char *dir)
{
	char why[2 * TEXT], so_far[sizeof(s->why)];
	enum word w;

	if (m->self == SELF_UNASKED || !s->ran)
		return;
	w = self_judge(m, at(at(at(dir, SELF_RUN), m->run), "console.log"),
		       s->self, why);
	if (w == W_PASS || s->word != W_PASS)
		return;
	strcpy(so_far, s->why);
	SAY(s, w, "%.1000s, but %s", so_far, why);
}

/*
 * judge FILE DIR run|check SECONDS: the word of one, its line of the table in
 * DIR/verdict.tsv.
 */
static int judge(int argc, char **argv)
{
	struct seen s = { .word = W_ERROR };
	struct mutant m;
	struct out out;

	if (argc != 5 || read_mutant(&m, argv[1]))
		return 2;
	if (is_unbuilt(&m)) {
		unbuilt(&s, &m, argv[2]);
	} else if (built(&s, argv[2])) {
		if (*m.dyn && strcmp(argv[3], "run"))
			SAY(&s, W_SKIP, "only a run shows it: %s", m.dyn);
		else if (*m.stat || strcmp(argv[3], "run"))
			caught_by_check(&s, &m);
		else
			caught(&s, &m, argv[2]);
		by_self_check(&s, &m, argv[2]);
	}
	printf("%-5s mutant %s (%s s) %s\n", word_name(s.word), m.name,
	       argv[4], s.why);
	if (!out_open(&out, argv[2], "verdict.tsv"))
		return 2;
	fprintf(out.f, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", m.name,
		word_name(s.word), m.run, m.expect, s.first, s.place, s.broken,
		s.found, argv[4], s.ran ? s.wrong ? "clear" : "set" : "-",
		s.self, s.why);
	return out_close(&out) ? 2 : word_exit(s.word);
}

/*
 * What else has to be so without a mistake, NULL: all is. A tenth of the work is less
 * than a case asks for, so the run's word may be ERROR.
 */
static const char *unsound(const struct seen *s, const char *console)
{
	static struct result r;
	char err[TEXT];

	if (!s->judged)
		return "it has no verdict";
	if (s->lost)
		return "the instrument lost track";
	r = (struct result){ .run_id = NULL };
	if (console_read(&r, console, err, sizeof(err)) || !r.done)
		return "the guest did not come to its end";
	return NULL;
}

/* control CASE DIR run|check KERNEL: without a mistake no rule may break. */
static int control(int argc, char **argv)
{
	struct seen s = { .word = W_ERROR };
	const char *name, *dir, *console, *lacks;
	char why[2 * TEXT];

	if (argc != 5)
		return 2;
	name = argv[1];
	dir = argv[2];
	if (!built(&s, dir))
		return say(W_ERROR, "the series: %s", s.why);
	if (*s.found)
		return say(W_ERROR, "ibrs-check finds %s without a mutant: see "
			   "%s/found.tsv", s.found, dir);
	if (strcmp(argv[3], "run"))
		return 0;
	read_run(&s, dir, name);
	if (!s.ran)
		return say(W_ERROR, "%s gave no result, see %s/run", name, dir);
	if (*s.broken)
		return say(W_ERROR, "%s breaks %s without a mutant: nothing "
			   "can be said of the mutants, see %s/%s", name,
			   s.broken, dir, name);
	if (s.run == W_FAIL)
		return say(W_ERROR, "%s is FAIL without a mutant, see %s/%s", name,
			   dir, name);
	console = at(at(dir, name), "console.log");
	lacks = unsound(&s, console);
	if (!lacks && !strcmp(argv[4], SELF_KERNEL) &&
	    self_clean(console, why) != W_PASS)
		lacks = why;
	if (lacks)
		return say(W_ERROR, "%s without a mutant: %s", name, lacks);
	return 0;
}

/* --- all of them ---------------------------------------------------------- */

static const char head[] =
	"mutant\tword\tcase\texpect\tfirst\tplace\tbroken\tfound\tseconds\t"
	"clear\tself\n";

/* Over all. */
struct sum {
	unsigned int word[W_NR], found;
	unsigned int clear, clear_self;	/* C ran with IBRS clear; seen by it */
};

/* The line of one, or of one that left none: no verdict, and that is no PASS. */
static enum word add_one(FILE *tsv, FILE *ktap, const char *dir, int nr,
			 const char *name, struct sum *sum)
{
	static char *none[V_COLUMNS] = { "", "ERROR", "", "", "", "", "", "", "0",
				       "-", "", "it left no verdict" };
	char **line = lines_read(at(at(dir, name), "verdict.tsv"));
	char *got[V_COLUMNS], **f = none;
	enum word w;

	if (line && *line && fields(*line, got, V_COLUMNS) == V_COLUMNS &&
	    !strcmp(got[V_NAME], name))
		f = got;
	w = word_of_name(f[V_WORD]);
	fputs(name, tsv);
	for (int i = 1; i < V_WHY; i++)
		fprintf(tsv, "\t%s", f[i]);
	fputc('\n', tsv);
	if (w == W_PASS)
		fprintf(ktap, "ok %d %s # %s\n", nr, name, f[V_WHY]);
	else if (w == W_SKIP)
		fprintf(ktap, "ok %d %s # SKIP %s\n", nr, name, f[V_WHY]);
	else
		fprintf(ktap, "not ok %d %s # %s %s\n", nr, name, f[V_WORD],
			f[V_WHY]);
	sum->word[w]++;
	sum->found += !!*f[V_FOUND];
	if (*f[V_SELF] && !strcmp(f[V_CLEAR], "clear")) {
		sum->clear++;
		sum->clear_self += !!strcmp(f[V_SELF], "-");
	}
	return w;
}

/* all DIR NAME...: mutants.tsv, mutants.ktap and the word over all. */
static int all(int argc, char **argv)
{
	struct sum sum = { .found = 0 };
	enum word word = W_SKIP;
	struct out tsv, ktap;

	if (argc < 3 || !out_open(&tsv, argv[1], "mutants.tsv") ||
	    !out_open(&ktap, argv[1], "mutants.ktap"))
		return 2;
	fputs(head, tsv.f);
	fprintf(ktap.f, "KTAP version 1\n1..%d\n", argc - 2);
	for (int i = 2; i < argc; i++)
		word = word_worse(word, add_one(tsv.f, ktap.f, argv[1], i - 1,
						argv[i], &sum));
	if (out_close(&tsv) || out_close(&ktap))
		return 2;
	printf("%u of %d mutants caught by a rule, %u not as they have to be, "
	       "%u without a verdict; ibrs-check has a finding in %u\n",
	       sum.word[W_PASS], argc - 2, sum.word[W_FAIL], sum.word[W_ERROR],
	       sum.found);
	if (sum.clear)
		printf("%u of them run C with IBRS clear where the self-check is "
		       "asked, and it finds %u\n", sum.clear, sum.clear_self);
	return word_exit(word);
}

/* --- the entry image ------------------------------------------------------ */

/*
 * image NR NAME RULES DIR: a fault of tests/image/mutants.tsv, KTAP. "guest" is
 * a rule here: the image's own checks. The control has "-" for RULES: its run
 * has to be a PASS.
 */
static int image(int argc, char **argv)
{
	static struct result r;
	struct seen s = { .word = W_ERROR };
	char err[TEXT];
	bool fine;

	if (argc != 5)
		return 2;
	read_run(&s, argv[4], ".");
	console_read(&r, at(argv[4], "console.log"), err, sizeof(err));
	if (r.nnot_ok)
		add_word(s.broken, "guest");
	fine = image_seen(argv[3], s.broken) &&
	       (strcmp(argv[3], "-") || s.run == W_PASS);
	if (fine)
		printf("# %s broke: %s\n", argv[2],
		       *s.broken ? s.broken : "nothing");
	else
		printf("# %s: wanted %s to fail, and there failed: %s (%s)\n",
		       argv[2], argv[3], *s.broken ? s.broken : "nothing",
		       word_name(s.run));
	printf("%sok %s %s\n", fine ? "" : "not ", argv[1], argv[2]);
	if (fine && strcmp(argv[3], "-"))
		image_shows(argv[2], argv[4], s.broken);
	if (r.nnot_ok)
		printf("# %s: the image saw it\n", argv[2]);
	return fine ? 0 : 1;
}

int cmd_mutant(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(int argc, char **argv);
	} parts[] = {
		{ "list", mutant_list }, { "plan", mutant_plan }, { "judge", judge },
		{ "control", control }, { "all", all }, { "image", image },
	};

	for (size_t i = 0; argc > 2 && i < sizeof(parts) / sizeof(parts[0]);
	     i++)
		if (!strcmp(argv[1], parts[i].name))
			return parts[i].run(argc - 1, argv + 1);
	fputs("usage: ibrs-report mutant list|plan FILE... | "
	      "judge FILE DIR run|check SECONDS |\n"
	      "       control CASE DIR run|check KERNEL | all DIR NAME... |\n"
	      "       image NR NAME RULES DIR\n", stderr);
	return 2;
}
