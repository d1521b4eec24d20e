// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report seeded - faults seeded into the accesses of 48h that a run
 * executed, one run for each (tests/proof/seeded.sh starts them).
 *
 *	plan CASE DIR [again]		the runs to make, a line each: its name, the
 *					arguments of the plugin, kernel words
 *	judge CASE DIR MOOT [USES MAP]	what came of them
 *
 * DIR is where the run of CASE is; that of a fault is DIR-seeded/ADDRESS-FAULT.
 * It has a tenth of the work, which may miss the site, as random NMIs may: "again"
 * plans those that missed it, with all of the work.
 * Each fault has to break a rule, by name, or to be listed in MOOT with the
 * argument why nobody can see it; one that is listed and seen is FAIL too.
 * USES is what ibrs-check --tsv says of the image, MAP its System.map: the
 * accesses of the image that the run did not execute are listed behind the
 * others. judge leaves DIR/seeded.tsv, seeded.txt and seeded.verdict.
 */
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/commands.h"
#include "report/compare.h"
#include "report/listing.h"

static const char * const faults[] = { "ignore", "one", "high" };

#define FAULTS	(sizeof(faults) / sizeof(faults[0]))

enum outcome { NOT_RUN, CAUGHT, MOOT, UNSEEN, NO_VERDICT };

static const char * const outcome_name[] = {
	[CAUGHT] = "PASS", [MOOT] = "MOOT", [UNSEEN] = "FAIL",
	[NO_VERDICT] = "ERROR",
};

/*
 * An instruction that accesses 48h.  Processors share code, not always its
 * address: one site for each symbol, with the address of the first.
 */
struct place {
	uint64_t addr;
	bool write;
	bool executed;
	const char *name, *cls;
	uint64_t count, set;
	bool by_call;		/* not by an instruction that stands there */
};

struct fault {
	const struct place *at;
	unsigned int kind;		/* index in faults[] */
	enum outcome outcome;
	const char *broke;		/* or why none did */
};

struct seeded {
	const struct cases *cases;
	const struct test_case *t;
	const char *dir, *moot;
	const struct result *run;
	struct place *place;
	size_t nplaces;
	struct fault *fault;
	size_t nfaults;
	unsigned int n[NO_VERDICT + 1];
};

static const char *op_name(const struct place *p)
{
	return p->write ? "wrmsr" : "rdmsr";
}

/* --- what is to be run -------------------------------------------------- */

static struct place *place_named(struct seeded *s, bool write,
				 const char *name)
{
	for (size_t i = 0; i < s->nplaces; i++)
		if (s->place[i].write == write &&
		    !strcmp(s->place[i].name, name))
			return &s->place[i];
	return NULL;
}

/* Room for as many as there can be: what points to a place stays right. */
static void add_places(struct seeded *s, size_t room)
{
	s->place = calloc(s->run->nsites + room + 1, sizeof(*s->place));
	if (!s->place)
		abort();
	for (size_t i = 0; i < s->run->nsites; i++) {
		const struct site_row *x = &s->run->site[i];
		struct place *p = place_named(s, x->write, x->name);

		if (!p) {
			p = &s->place[s->nplaces++];
			*p = (struct place){ .addr = x->addr, .name = x->name,
					     .cls = x->cls, .write = x->write,
					     .executed = true };
		}
		p->count += x->count;
		p->set += x->set;
	}
}

/* Can fault @kind be told from none at @p? */
static bool applies(const struct seeded *s, const struct place *p,
		    unsigned int kind)
{
	const char *classes = case_get(s->cases, s->t, K_FAULT_SITES);

	if (!has_word(case_get(s->cases, s->t, K_FAULTS), faults[kind]) ||
	    (*classes && !has_word(classes, p->cls)))
		return false;
	if (!strcmp(faults[kind], "one"))
		return p->write && p->set < p->count;
	if (!strcmp(faults[kind], "high"))
		return p->write && case_num(s->cases, s->t, K_MARK) >> 32;
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct fault *x = a, *y = b;

	if (x->at->addr != y->at->addr)
		return x->at->addr < y->at->addr ? -1 : 1;
	return strcmp(faults[x->kind], faults[y->kind]);
}

static void add_faults(struct seeded *s)
{
	s->fault = calloc(s->nplaces * FAULTS + 1, sizeof(*s->fault));
	if (!s->fault)
		abort();
	for (size_t i = 0; i < s->nplaces; i++)
		for (unsigned int k = 0; k < FAULTS; k++)
			if (applies(s, &s->place[i], k))
				s->fault[s->nfaults++] = (struct fault){
					.at = &s->place[i], .kind = k };
	qsort(s->fault, s->nfaults, sizeof(*s->fault), by_address);
}

static void run_name(const struct fault *f, char *buf, size_t len)
{
	snprintf(buf, len, "0x%" PRIx64 "-%s", f->at->addr, faults[f->kind]);
}

/* --- what came of it ---------------------------------------------------- */

/* The argument why nobody can see @f, NULL when none is listed. */
static const char *moot(const struct seeded *s, const struct fault *f)
{
	const char *kernel = case_get(s->cases, s->t, K_KERNEL);
	char **line = lines_read(s->moot), word[3][128];

	for (; line && *line; line++) {
		int end = 0;

		if (**line == '#' ||
		    sscanf(*line, "%127s %127s %127s %n", word[0], word[1],
			   word[2], &end) != 3 || !end)
			continue;
		if (!fnmatch(word[0], kernel, 0) &&
		    !fnmatch(word[1], f->at->name, 0) &&
		    !fnmatch(word[2], faults[f->kind], 0))
			return *line + end;
	}
	return NULL;
}

static const char *behind(const char *text, const char *head)
{
	size_t len = strlen(head);

	return strncmp(text, head, len) ? text : text + len;
}

static void outcome_of(const struct seeded *s, struct fault *f,
		       enum word w, const char *why)
{
	const char *argument = moot(s, f);

	f->outcome = NO_VERDICT;
	f->broke = why;
	if (w == W_PASS && argument) {
		char *text;

		if (asprintf(&text, "%s, though tests/proof/seeded.moot says "
			     "it cannot", behind(why, "seeded fault broke ")) < 0)
			abort();
		f->outcome = UNSEEN;
		f->broke = text;
	} else if (w == W_PASS) {
		f->outcome = CAUGHT;
		f->broke = behind(why, "seeded fault broke ");
	} else if (w == W_FAIL) {
		f->outcome = argument ? MOOT : UNSEEN;
		f->broke = argument ? argument : behind(why, "seeded fault ");
	}
}

/* What ibrs-report judge said of the run of @f; NOT_RUN when it said nothing. */
static void read_fault(const struct seeded *s, struct fault *f)
{
	char run[64], *path, *field[5], **line;

	run_name(f, run, sizeof(run));
	if (asprintf(&path, "%s-seeded/%s/verdict.tsv", s->dir, run) < 0)
		abort();
	line = lines_read(path);
	if (line && *line && fields(*line, field, 5) == 5 &&
	    !strcmp(field[0], "case"))
		outcome_of(s, f, word_of_name(field[2]), field[4]);
}

/* --- what the image has besides ----------------------------------------- */

static bool was_executed(const struct seeded *s, const struct symbols *map,
			 const struct place *use)
{
	for (size_t i = 0; i < s->run->nsites; i++) {
		const struct site_row *x = &s->run->site[i];

		if (x->write == use->write &&
		    (symbols_home(map, x->addr) == use->addr ||
		     !strcmp(x->name, use->name)))
			return true;
	}
	return false;
}

/* use SYMBOL+OFFSET read|write ADDRESS insn|call */
static bool read_use(char *line, struct place *p)
{
	char *f[5];

	if (fields(line, f, 5) < 5 || strcmp(f[0], "use"))
		return false;
	*p = (struct place){ .name = f[1], .write = !strcmp(f[2], "write"),
			     .addr = strtoull(f[3], NULL, 16), .cls = "-" };
	p->by_call = strcmp(f[4], "insn");
	return true;
}

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->addr > y->addr) - (x->addr < y->addr);
}

/* Adds the accesses of the image that no site of the run is. */
static int add_gone(struct seeded *s, char **line, const struct symbols *map)
{
	size_t first = s->nplaces;
	bool ended = false;

	for (; *line; line++) {
		struct place p;

		ended = !strncmp(*line, "end\t", 4);
		if (read_use(*line, &p) && !was_executed(s, map, &p))
			s->place[s->nplaces++] = p;
	}
	qsort(s->place + first, s->nplaces - first, sizeof(*s->place),
	      by_place);
	return ended ? 0 : -1;
}

/* --- the files ---------------------------------------------------------- */

/* What is said of a place that no site of the run is. */
static const char *gone(const struct place *p)
{
	return p->by_call ? "by a call" : "not executed";
}

static void write_tsv(FILE *f, const struct seeded *s)
{
	for (size_t i = 0; i < s->nfaults; i++) {
		const struct fault *x = &s->fault[i];

		if (x->outcome != NOT_RUN)
			fprintf(f, "0x%" PRIx64 "\t%s\t%s\t%s\t%s\t%s\t%s\n",
				x->at->addr, op_name(x->at), x->at->name,
				x->at->cls, faults[x->kind],
				outcome_name[x->outcome], x->broke);
	}
	for (size_t i = 0; i < s->nplaces; i++)
		if (!s->place[i].executed)
			fprintf(f, "0x%" PRIx64 "\t%s\t%s\t-\t-\t-\t%s%s\n",
				s->place[i].addr, op_name(&s->place[i]),
				s->place[i].name, gone(&s->place[i]),
				s->place[i].by_call ? "" : " in this run");
}

#define LINE "%-5s %-46s %-8s %-31s %-31s %s\n"

/* The line of the place of the fault at @i; returns the next one's first. */
static size_t write_place(FILE *f, const struct seeded *s, size_t i)
{
	const struct place *p = s->fault[i].at;
	const char *cell[FAULTS] = { "-", "-", "-" };

	for (; i < s->nfaults && s->fault[i].at == p; i++)
		if (s->fault[i].outcome == CAUGHT)
			cell[s->fault[i].kind] = s->fault[i].broke;
		else if (s->fault[i].outcome != NOT_RUN)
			cell[s->fault[i].kind] =
				outcome_name[s->fault[i].outcome];
	fprintf(f, LINE, op_name(p), p->name, p->cls, cell[0], cell[1],
		cell[2]);
	return i;
}

/* A line for each site, a column for each fault. */
static void write_txt(FILE *f, const struct seeded *s)
{
	fprintf(f, LINE, "", "site", "class", faults[0], faults[1], faults[2]);
	for (size_t i = 0; i < s->nfaults;)
		i = write_place(f, s, i);
	for (size_t i = 0; i < s->nplaces; i++)
		if (!s->place[i].executed)
			fprintf(f, "%-5s %-46s %s\n", op_name(&s->place[i]),
				s->place[i].name, gone(&s->place[i]));
	for (size_t i = 0; i < s->nfaults; i++)
		if (s->fault[i].outcome == MOOT)
			fprintf(f, "moot: %s %s: %s\n", s->fault[i].at->name,
				faults[s->fault[i].kind], s->fault[i].broke);
}

static int write_all(const struct seeded *s)
{
	struct out o;

	if (!out_open(&o, s->dir, "seeded.tsv"))
		return -1;
	write_tsv(o.f, s);
	if (out_close(&o) || !out_open(&o, s->dir, "seeded.txt"))
		return -1;
	write_txt(o.f, s);
	if (out_close(&o))
		return -1;
	out_show(&o);
	return 0;
}

/* --- the word ----------------------------------------------------------- */

static int word(const struct seeded *s)
{
	unsigned int none = s->n[NOT_RUN] + s->n[NO_VERDICT];
	enum word w = W_PASS;
	char rest[4200] = "";

	if (!s->nfaults)
		return part_verdict(s->dir, "seeded", W_ERROR,
				    "no site was executed: no fault to seed");
	if (s->n[UNSEEN]) {
		w = W_FAIL;
		snprintf(rest, sizeof(rest), ", %u wrong: see %s/seeded.tsv",
			 s->n[UNSEEN], s->dir);
	} else if (none) {
		w = W_ERROR;
		snprintf(rest, sizeof(rest), ", no verdict on %u: see "
			 "%s/seeded.tsv", none, s->dir);
	}
	return part_verdict(s->dir, "seeded", w, "%u of %zu seeded faults "
			    "broke a rule, %u cannot matter%s", s->n[CAUGHT],
			    s->nfaults, s->n[MOOT], rest);
}

/* --- the commands ------------------------------------------------------- */

/* Announced deviations do not end a run. */
static void print_known(const char *known)
{
	char *list = strdup(known);

	for (char *p = strtok(list, ","); p; p = strtok(NULL, ","))
		if (*p == 'R')
			printf(",known=%.*s", (int)strcspn(p, "?"), p);
}

static int plan(struct seeded *s, bool again)
{
	const char *name = strrchr(s->dir, '/');

	name = name ? name + 1 : s->dir;
	for (size_t i = 0; i < s->nfaults; i++) {
		struct fault *f = &s->fault[i];
		char run[64];

		if (again)
			read_fault(s, f);
		if (again && f->outcome != NO_VERDICT)
			continue;
		run_name(f, run, sizeof(run));
		printf("%s-seeded/%s ,drop=0x%" PRIx64 ",fault=%s,stop=1",
		       name, run, f->at->addr, faults[f->kind]);
		print_known(case_get(s->cases, s->t, K_KNOWN));
		printf(" ibrs.loops=%d\n", again ? 100 : 10);
	}
	return 0;
}

static int judge(struct seeded *s, char **uses, const char *map_path)
{
	const struct symbols *map = uses ? symbols_read(map_path) : NULL;

	for (size_t i = 0; i < s->nfaults; i++) {
		read_fault(s, &s->fault[i]);
		s->n[s->fault[i].outcome]++;
	}
	if (uses && (!map || add_gone(s, uses, map)))
		return part_verdict(s->dir, "seeded", W_ERROR, "what accesses "
				    "48h in the image is not known");
	return write_all(s) ? 2 : word(s);
}

static size_t count(char **line)
{
	size_t n = 0;

	while (line && line[n])
		n++;
	return n;
}

static int usage(void)
{
	return say(W_ERROR, "usage: ibrs-report seeded plan CASE DIR [again], "
		   "or judge CASE DIR MOOT [USES MAP]");
}

int cmd_seeded(int argc, char **argv)
{
	struct seeded s = { 0 };
	char **uses = NULL;

	if (argc < 4)
		return usage();
	s.cases = cases_read();
	s.t = s.cases ? cases_find(s.cases, argv[2]) : NULL;
	s.dir = argv[3];
	s.run = run_read(s.dir, ".");
	if (!s.t || !s.run)
		return say(W_ERROR, "seeded: no case %s, or no run of it in %s",
			   argv[2], s.dir);
	s.moot = argc > 4 ? argv[4] : "";
	if (argc == 7 && !(uses = lines_read(argv[5])))
		return say(W_ERROR, "%s: %s", argv[5], strerror(errno));
	add_places(&s, count(uses));
	add_faults(&s);
	if (!strcmp(argv[1], "plan"))
		return plan(&s, argc == 5 && !strcmp(argv[4], "again"));
	if (!strcmp(argv[1], "judge") && (argc == 5 || uses))
		return judge(&s, uses, argc == 7 ? argv[6] : NULL);
	return usage();
}
