// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report kernel: what is to be said of one kernel of others.
 *
 *   kernel --runs DIR N   the first N cases by which the instrument judges it, none
 *                         where it cannot
 *   kernel DIR [N]      one table: what it is and has; a line for each rule,
 *                       what the checker and what the instrument says; below it
 *                       each finding with its place and path. Of the first N
 *                       cases one that left nothing is an ERROR
 *
 * DIR is what ibrs-subject leaves, with check.tsv of ibrs-check and, in
 * results/, what the runs left.  Leaves DIR/judged.tsv, for "field".
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/checked.h"
#include "report/commands.h"
#include "report/compare.h"

#define MAX_RUNS	3

struct run {
	const char *name;
	enum word word, rule[NR_RULES];
	char *why;
	struct result *r;	/* NULL: no counts */
};

struct kernel {
	const char *dir, *version, *unbootable;
	struct checked *c;
	struct run run[MAX_RUNS];
	unsigned int nruns;
	struct out tsv;
	enum word word;
};

/* The cases of tests/cases.cfg; the last where idle writes the MSR. */
static const char * const cases[MAX_RUNS] = {
	"judge", "judge-sweep", "judge-windows",
};

/* By a symbol that no kernel without it has. */
static const struct {
	const char *symbol, *what;
} mitigations[] = {
	{ "pti_init", "PTI" },
	{ "__x86_indirect_thunk_rax", "retpolines" },
	{ "__x86_return_thunk", "return thunks" },
	{ "x86_spec_ctrl_base", "IA32_SPEC_CTRL" },
	{ "x86_spec_ctrl_current", "a value of it for each CPU" },
	{ "ibrs_refused", "this series" },
	{ "entry_ibpb", "IBPB on entry" },
	{ "retbleed_untrain_ret", "UNTRAIN_RET" },
	{ "entry_untrain_ret", "UNTRAIN_RET" },
	{ "srso_alias_untrain_ret", "safe RET (SRSO)" },
	{ "mds_user_clear", "VERW" },
	{ "mds_verw_sel", "VERW" },
	{ "clear_bhb_loop", "clearing of the branch history" },
	{ "its_return_thunk", "aligned thunks (ITS)" },
	{ "asm_fred_entrypoint_user", "FRED" },
};

#define NR_MITIGATIONS	(sizeof(mitigations) / sizeof(mitigations[0]))

static const char *first_line(const char *dir, const char *name)
{
	char **line = lines_read(path_in(dir, name));

	return line ? *line : NULL;
}

static void print_has(const char *dir)
{
	char **line = lines_read(path_in(dir, "kallsyms"));
	bool has[NR_MITIGATIONS] = { false };
	const char *last = "", *sep = "";

	for (; line && *line; line++) {
		char *name = strrchr(*line, ' ');

		for (size_t i = 0; name && i < NR_MITIGATIONS; i++)
			has[i] |= !strcmp(name + 1, mitigations[i].symbol);
	}
	printf("symbols of   ");
	for (size_t i = 0; i < NR_MITIGATIONS; i++) {
		if (!has[i] || !strcmp(last, mitigations[i].what))
			continue;
		printf("%s%s", sep, mitigations[i].what);
		last = mitigations[i].what;
		sep = ", ";
	}
	puts(*sep ? "" : "no mitigation known here");
}

static bool has_gate(const struct checked *c)
{
	return strcmp(c->gate, "-");
}

static void print_head(const struct kernel *k)
{
	const char *is = first_line(k->dir, "banner");

	printf("kernel       %s\n", is ? is : k->version);
	print_has(k->dir);
	printf("entry code   depends on");
	for (unsigned int i = 0; i < k->c->nfeatures; i++)
		printf(" %s", k->c->feature[i]);
	puts(k->c->nfeatures ? "" : " nothing");
	if (has_gate(k->c))
		printf("IBRS         on entry, where the feature '%s' is set%s\n",
		       k->c->gate, k->c->series ? "; it is this series'" : "");
	else
		puts("IBRS         none on entry: SKIP for the rules about it");
	if (has_gate(k->c) && k->unbootable)
		printf("not booted   %s\n", k->unbootable);
	for (unsigned int i = 0; i < k->nruns; i++)
		printf("run          %s: %s%s%s\n", k->run[i].name,
		       word_name(k->run[i].word), *k->run[i].why ? ": " : "",
		       k->run[i].why);
	putchar('\n');
}

static void read_run(struct kernel *k, const char *results, const char *name)
{
	struct run *run = k->run + k->nruns;
	char **line, *f[5];
	unsigned int n;

	line = lines_read(path_in(path_in(results, name), "verdict.tsv"));
	if (!line || !*line || fields(*line, f, 5) != 5)
		return;
	run->name = name;
	run->word = word_of_name(f[2]);
	run->why = f[4];
	while (*++line) {
		n = fields(*line, f, 5);
		if (n == 3 && !strcmp(f[0], "rule"))
			run->rule[rule_number(f[1])] = word_of_name(f[2]);
	}
	run->r = run_read(results, name);
	k->nruns++;
}

static enum word instrument_says(const struct kernel *k, unsigned int rule)
{
	enum word w = W_SKIP;

	for (unsigned int i = 0; rule && i < k->nruns; i++)
		w = word_worse(w, k->run[i].rule[rule]);
	return w;
}

static void print_finding(struct kernel *k, const struct finding *f)
{
	printf("       checker     %s: %s", f->place, f->text);
	if (strcmp(f->entry, "-"))
		printf(" (from %s", f->entry);
	if (f->entries > 1)
		printf(" and %u more", f->entries - 1);
	puts(strcmp(f->entry, "-") ? ")" : "");
	fprintf(k->tsv.f, "checker\t%s\t%s\n", f->rule, f->function);
}

/* The first record of that kind, from its place on; "" where none was kept. */
static const char *seen(const struct result *r, unsigned int rule,
			const char *kind)
{
	char head[96];

	snprintf(head, sizeof(head), "R%u %s ", rule, kind);
	for (unsigned int i = 0; i < r->nviol; i++)
		if (!strncmp(r->viol[i], head, strlen(head)))
			return r->viol[i] + strlen(head);
	return "";
}

static void print_kinds(struct kernel *k, const struct run *run,
			unsigned int rule)
{
	for (unsigned int i = 0; run->r && i < run->r->nkinds; i++) {
		const struct kind *kind = run->r->kind + i;

		if (kind->rule != rule || !kind->count)
			continue;
		printf("       %-11s R%u:%s, %llu times; first %s\n",
		       run->name, rule, kind->name,
		       (unsigned long long)kind->count,
		       seen(run->r, rule, kind->name));
		fprintf(k->tsv.f, "run\t%s\tR%u:%s\t%llu\n", run->name, rule,
			kind->name, (unsigned long long)kind->count);
	}
}

static void print_rule(struct kernel *k, unsigned int i)
{
	const struct checked *c = k->c;
	const char *id = c->judged[i].id;
	unsigned int rule = rule_number(id);
	bool none = !has_gate(c) && needs_ibrs(id);
	enum word check = none ? W_SKIP : c->judged[i].word;
	enum word rig = instrument_says(k, rule), both = word_worse(check, rig);

	printf("%-6s %-8s %-11s %-6s %s %s%s%s\n", id, word_name(check),
	       word_name(rig), word_name(both), none ? "0" : c->judged[i].count,
	       c->judged[i].what, rule ? ": " : "", rule ? rule_name(rule) : "");
	fprintf(k->tsv.f, "rule\t%s\t%s\n", id, word_name(both));
	k->word = word_worse(k->word, both);
	for (unsigned int n = 0; !none && n < c->nfindings; n++)
		if (!strcmp(c->finding[n].rule, id))
			print_finding(k, c->finding + n);
	for (unsigned int n = 0; rule && n < k->nruns; n++)
		print_kinds(k, k->run + n, rule);
}

static bool read_kernel(struct kernel *k, const char *dir)
{
	k->dir = dir;
	k->version = first_line(dir, "version");
	k->unbootable = access(path_in(dir, "vmlinuz"), F_OK) ?
			first_line(dir, "unbootable") : NULL;
	k->c = checked_read(path_in(dir, "check.tsv"));
	k->word = W_SKIP;
	return k->version && k->c;
}

/* Is the case one by which this kernel is judged? */
static bool is_run(const struct kernel *k, unsigned int i)
{
	return has_gate(k->c) && !k->unbootable && (i < MAX_RUNS - 1 || k->c->idle);
}

static int print_runs(const struct kernel *k, unsigned long most)
{
	for (unsigned int i = 0; i < MAX_RUNS && i < most; i++)
		if (is_run(k, i))
			puts(cases[i]);
	return 0;
}

/* One that was asked for and is not there has not shown that all is well. */
static void read_runs(struct kernel *k, unsigned long most)
{
	for (unsigned int i = 0; i < MAX_RUNS; i++) {
		unsigned int had = k->nruns;

		read_run(k, path_in(k->dir, "results"), cases[i]);
		if (k->nruns > had || i >= most || !is_run(k, i))
			continue;
		k->run[k->nruns++] = (struct run){
			.name = cases[i], .word = W_ERROR,
			.why = "it left no verdict: see runs.log beside vmlinux",
		};
	}
}

int cmd_kernel(int argc, char **argv)
{
	static struct kernel k;
	unsigned long most = argc > 2 ? strtoul(argv[argc - 1], NULL, 10) : 0;
	bool runs = argc == 4 && !strcmp(argv[1], "--runs");

	if (argc != 2 && argc != 3 && !runs)
		return say(W_ERROR, "usage: ibrs-report kernel DIR [N]|--runs DIR N");
	if (!read_kernel(&k, argv[runs + 1])) {
		const char *why = first_line(argv[runs + 1], "check.err");

		return say(W_ERROR, "%s", !why ? "ibrs-check gave no verdict" :
			   strncmp(why, "error: ", 7) ? why : why + 7);
	}
	if (!k.c->njudged && !runs)
		return say(W_ERROR, "check.tsv has the verdict of no rule");
	if (runs)
		return print_runs(&k, most);
	read_runs(&k, most);
	if (!out_open(&k.tsv, k.dir, "judged.tsv"))
		return 2;
	fprintf(k.tsv.f, "kernel\t%s%s\n", k.version, k.c->series ? " series" : "");
	for (unsigned int i = 0; i < k.nruns; i++)
		fprintf(k.tsv.f, "ran\t%s\t%s\n", k.run[i].name,
			word_name(k.run[i].word));
	print_head(&k);
	printf("%-6s %-8s %-11s %-6s %s\n", "rule", "checker", "instrument",
	       "word", "judged by the checker");
	for (unsigned int i = 0; i < k.c->njudged; i++)
		print_rule(&k, i);
	for (unsigned int i = 0; i < k.nruns; i++)
		k.word = word_worse(k.word, k.run[i].word);
	if (!has_gate(k.c) && k.word == W_PASS)
		k.word = W_SKIP;	/* what is left is not what it is about */
	fprintf(k.tsv.f, "end\t%s\n", word_name(k.word));
	if (out_close(&k.tsv))
		return 2;
	printf("\n%s: %s\n", k.version, word_name(k.word));
	return word_exit(k.word);
}
