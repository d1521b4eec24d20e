// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake.h"
#include "mutants-stand.h"

#define COPY "entry_64.S"

static FILE *file(const char *dir, const char *name, const char *how)
{
	char path[640];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, how);
	if (!f) {
		perror(path);
		exit(2);
	}
	return f;
}

static void leave(const char *dir, const char *name, const char *text)
{
	FILE *f = file(dir, name, "w");

	fputs(text, f);
	if (fclose(f))
		exit(2);
}

/* asked: the mutant's word in that file, "" for the series itself */
static const char *asked(const char *dir, const char *name)
{
	FILE *f = file(dir, name, "r");
	static char word[32];
	char line[80];

	while (!*word && fgets(line, sizeof(line), f))
		sscanf(line, "mutant %31s", word);
	fclose(f);
	return word;
}

/* kernel: instead of a vmlinux it leaves the entry_64.S, for the other two */
static int kernel(int argc, char **argv)
{
	const char *out = ".", *word = "";
	char text[48];
	FILE *args;
	int opt;

	args = file(dirname(argv[0]), "kernel.sh.args", "a");
	for (int i = 1; i < argc; i++)
		fprintf(args, "%s%c", argv[i], i + 1 < argc ? ' ' : '\n');
	fclose(args);
	while ((opt = getopt(argc, argv, "s:o:")) != -1) {
		if (opt == 'o')
			out = optarg;
		else if (opt == 's')
			word = asked(optarg, "arch/x86/entry/entry_64.S");
	}
	mkdir(out, 0755);
	snprintf(text, sizeof(text), "mutant %s\n", word);
	leave(out, COPY, text);
	if (strcmp(word, "unbuilt"))
		return 0;
	puts("ERROR: no such symbol");
	return 1;
}

static const struct {
	const char *word, *says;
	int status;
} finds[] = {
	{ "ret", "finding\tR1\tsym\tsym\nend\t1\t1\n", 1 },
	{ "bare", "finding\tR1\tsym\tsym\nend\t1\t1\n", 1 },
	{ "unseen", "finding\tR1\tsym\tsym\nend\t1\t1\n", 1 },
	{ "left", "finding\tR1\tsym\tsym\nend\t1\t1\n", 1 },
	{ "cut", "finding\tR1\tsym\tsym\nend\t1\t1\n", 1 },
	{ "rowless", "finding\tR1\tsym\tsym\nend\t1\t1\n", 1 },
	{ "garbled", "finding\tR1\tsym\tsym\nend\t1\t1\n", 1 },
	{ "contrary", "finding\tR1\tsym\tsym\nend\t1\t1\n", 1 },
	{ "wordless", "finding\tR1\tsym\tsym\nend\t1\t1\n", 1 },
	{ "shy", "finding\tR1\tsym\tsym\nend\t1\t1\n", 0 },
	{ "loud", "end\t1\t1\n", 1 },
	{ "behind", "end\t1\t1\nfinding\tR1\tsym\tsym\n", 1 },
	{ "never", "finding\tR11\tsym\tsym\nend\t1\t1\n", 1 },
	{ "lost", "", 2 },
};

/* checker: --tsv <vmlinux> */
static int checker(char **argv)
{
	const char *word;

	word = asked(dirname(argv[2]), COPY);
	for (size_t i = 0; i < COUNT(finds); i++) {
		if (!strcmp(finds[i].word, word)) {
			fputs(finds[i].says, stdout);
			return finds[i].status;
		}
	}
	puts("end");
	return 0;
}

#define RULE(name, word) "rule\t" name "\t" word "\n"
#define HIT(rule, kind) "violation\t" rule "\t" kind \
	"\t0\tsym+0x1\t0x1\t-\t0\t0\t-\n"

#define BESIDE(msr) "violation\tR7\toutside-entry-text\t0\tsym+0x1\t0x1\t-\t0\t" \
	msr "\t-\nkind\tR7\toutside-entry-text\t3\t0\n"
#define CLEAR BESIDE("0x10000000006")
#define DONE "ibrs-guest: done pass=1 fail=0 skip=0\n"
/* what the guest shows of the self-check, and that it is all of it */
#define TABLE(bad) "# fact: self_check=x\n" \
	"# self-check: do_nmi 9 2 " bad " -\n"
#define SHOWN(not) not "ok 1 self-check\n" DONE
#define TOGGLES "# fact: spectre_v2=Mitigation: IBRS (command line)\n"

/* the last one is any other word */
static const struct result {
	const char *word, *verdict, *rig, *console;
} results[] = {
	{ "crash", RULE("R1", "PASS"), "", "BUG: dead\n" },
	{ "ret", RULE("R1", "FAIL") RULE("R7", "FAIL"),
	  HIT("R1", "ret") HIT("R4", "branch-before-write"), NULL },
	{ "read", RULE("R4", "FAIL") RULE("R5", "FAIL"),
	  HIT("R4", "read-before-write"), NULL },
	{ "never", RULE("R1", "PASS") RULE("R11", "FAIL"), "", NULL },
	{ "mute", RULE("R1", "PASS") "check\tsays\tFAIL\n", "", NULL },
	{ "bare", RULE("R1", "FAIL"), HIT("R1", "ret") CLEAR,
	  TABLE("4") SHOWN("not ") },
	{ "unseen", RULE("R1", "FAIL"), HIT("R1", "ret") CLEAR,
	  TABLE("0") SHOWN("") },
	{ "left", RULE("R1", "FAIL"), HIT("R1", "ret") BESIDE("0x7"),
	  TABLE("0") SHOWN("") },
	{ "cut", RULE("R1", "FAIL"), HIT("R1", "ret") CLEAR, TABLE("4") },
	{ "dirty", RULE("R1", "PASS"), "", TABLE("4") SHOWN("not ") },
	{ "contrary", "case\tone\tERROR\n" RULE("R1", "FAIL"), HIT("R1", "ret"), NULL },
	{ "wordless", "none" RULE("R1", "FAIL"), HIT("R1", "ret"), NULL },
	{ "failed", "case\tfailed\tFAIL\n" RULE("R1", "PASS"), "", DONE },
	{ "stopped", RULE("R1", "PASS"), "", "ok 1 one\n" },
	{ "strayed", RULE("R1", "PASS"), "meta\tlost\t1\n", DONE },
	{ "damaged", RULE("R1", "PASS"), "nonsense\n", DONE },
	{ "undecided", "none" RULE("R1", "PASS"), "", DONE },
	{ "unchecked", RULE("R1", "PASS"), "", TOGGLES "# fact: self_check=x\n" SHOWN("") },
	{ "missing", RULE("R1", "PASS"), "", TABLE("0") SHOWN("not ") },
	{ "refused", RULE("R1", "PASS"), "",
	  "# fact: spectre_v2=Vulnerable\n# fact: self_check=x\n" SHOWN("") },
	{ "rowless", RULE("R1", "FAIL"), HIT("R1", "ret") CLEAR,
	  "# fact: spectre_v2=Vulnerable\n# fact: self_check=x\n" SHOWN("") },
	{ "garbled", RULE("R1", "FAIL"), HIT("R1", "ret") CLEAR,
	  TABLE("0") "# self-check: do_IRQ 9 2\n" SHOWN("") },
	{ NULL, RULE("R1", "PASS"), "", TABLE("0") SHOWN("") },
};

/*
 * run: a case that is named like a result is that without a mutant; "bad" is one
 * that breaks a rule. The verdict begins with its case, but for what says "none".
 */
static const struct result *result_of(const char *name, const char *kdir)
{
	const struct result *r = results, *of = results;
	const char *word = asked(kdir, COPY);

	while (of->word && strcmp(of->word, name))
		of++;
	if (!*word && (of->word || !strcmp(name, "bad")))
		word = of->word ?: "ret";
	if (!strcmp(word, "dead"))
		exit(2);
	while (r->word && strcmp(r->word, word))
		r++;
	return r;
}

static void leave_verdict(const char *dir, const char *name, const char *verdict)
{
	char text[512];
	bool none = !strncmp(verdict, "none", 4);

	if (none || !strncmp(verdict, "case", 4))
		snprintf(text, sizeof(text), "%s", verdict + (none ? 4 : 0));
	else
		snprintf(text, sizeof(text), "case\t%s\t%s\n%s", name,
			 strstr(verdict, "\tFAIL\n") ? "FAIL" : "PASS", verdict);
	leave(dir, "verdict.tsv", text);
}

static int run(int argc, char **argv)
{
	const char *kdir = ".", *out = ".";
	const struct result *r;
	char dir[512];
	FILE *rig;
	int opt;

	while ((opt = getopt(argc, argv, "k:o:p:")) != -1) {
		if (opt == 'k')
			kdir = optarg;
		else if (opt == 'o')
			out = optarg;
	}
	snprintf(dir, sizeof(dir), "%s/%s", out, argv[optind]);
	if (mkdir(dir, 0755))
		return 2;
	r = result_of(argv[optind], kdir);
	leave_verdict(dir, argv[optind], r->verdict);
	if (r->console)
		leave(dir, "console.log", r->console);
	rig = file(dir, "rig.tsv", "w");
	fprintf(rig, "%send\n", r->rig);
	fclose(rig);
	return 1;
}

void stand_ins(void)
{
	must("mkdir -p tests/proof/mutants && for name in scripts/kernel.sh "
	     "tests/run build/tools/ibrs-check; do ln -sf %s $name; done",
	     where("mutants"));
	put("p/tests/build.sh", "#!/bin/sh\n");
	put("p/tests/cases.cfg", "[default]\nkernel = small\n[one]\nwhat = 1\n"
	    "[two]\nwhat = 2\nkernel = debug\n[bad]\nwhat = 3\n"
	    "[dirty]\nwhat = 4\n[failed]\nwhat = 5\n[stopped]\nwhat = 6\n"
	    "[strayed]\nwhat = 7\n[damaged]\nwhat = 8\n[undecided]\nwhat = 9\n"
	    "[unchecked]\nwhat = 10\n[missing]\nwhat = 11\n[refused]\nwhat = 12\n");
}

void stand_in(int argc, char **argv)
{
	const char *name = program_invocation_short_name;

	if (!strcmp(name, "kernel.sh"))
		exit(kernel(argc, argv));
	if (!strcmp(name, "ibrs-check") && argc == 3)
		exit(checker(argv));
	if (!strcmp(name, "run"))
		exit(run(argc, argv));
}
