// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page and its mail: each number of them is one of a result file, and follows
 * it; what is broken, absent or of others is never a PASS; what is HTML's own is
 * escaped; its ids and links are whole; a mail keeps its width.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "page/page.h"
#include "report/cases.h"
#include "rules/record.h"

#define BENCH	"build/bench/bench.tsv"
#define PROOF	"Documentation/proof.md"
#define JUDGES	"rig 11 check 22 image 33"
#define HEAD	"kind\trun\ncommand\tmake it\nseries\taaa\nwith\tgcc 12.2\n" \
		"judges\t" JUDGES "\ncommit\tc\ndate\t2026-01-01\n"

static char dir[] = "/tmp/ibrs-shown.XXXXXX";
static unsigned int done, failed;

static void ok(bool good, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void ok(bool good, const char *fmt, ...)
{
	va_list ap;

	printf("%s %u ", good ? "ok" : "not ok", ++done);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	failed += !good;
}

/* --- result files -------------------------------------------------------------- */

static FILE *create(const char *name)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s", name);
	for (char *p = path; (p = strchr(p, '/')); *p++ = '/') {
		*p = 0;
		mkdir(path, 0777);
	}
	f = fopen(path, "w");
	if (!f) {
		perror(path);
		exit(2);
	}
	return f;
}

static void put(const char *name, const char *text)
{
	FILE *f = create(name);

	fputs(text, f);
	fclose(f);
}

static char *get(const char *name)
{
	FILE *f = fopen(name, "r");
	char *s = NULL;
	size_t cap = 0;

	if (!f || getdelim(&s, &cap, 0, f) < 0)
		s = strdup("");
	if (f)
		fclose(f);
	return s;
}

/* One record, "0" where @value sets nothing. */
static void record(FILE *f, enum record rec, const char * const *value)
{
	fputs(record_tag(rec), f);
	for (unsigned int i = 1; i < record_columns(rec); i++)
		fprintf(f, "\t%s", value[i] ? value[i] : "0");
	fputc('\n', f);
}
#define RECORD(f, rec, ...) \
	record(f, rec, (const char * const [RECORD_COLUMNS]){ __VA_ARGS__ })

static void cover(FILE *f, const char *at, const char *name, const char *exec,
		  enum inject kind, const char *sent)
{
	const char *value[RECORD_COLUMNS] = {
		[COVER_ADDRESS] = at, [COVER_SYMBOL] = name,
		[COVER_EXECUTED] = exec, [COVER_REASONS] = "-",
	};

	value[COVER_KIND(kind, C_ABLE)] = exec;
	value[COVER_KIND(kind, C_SENT)] = sent;
	value[COVER_KIND(kind, C_BACK)] = sent;
	record(f, REC_COVER, value);
}

static void rig(const char *name, enum inject kind)
{
	char path[128], num[32];
	FILE *f;

	snprintf(path, sizeof(path), RESULTS "/%s/rig.tsv", name);
	f = create(path);
	for (enum meta m = 0; m < M_NR; m++)
		RECORD(f, REC_META, [META_KEY] = meta_name(m),
		       [META_VALUE] = m == M_FORMAT ? "5" :
				      m == M_INSNS ? "41000001" : "1");
	for (unsigned int r = 1; r < NR_RULES; r++) {
		snprintf(num, sizeof(num), "R%u", r);
		RECORD(f, REC_RULE, [RULE_ID] = num, [RULE_EXERCISED] = "3");
	}
	RECORD(f, REC_PATH, [PATH_NAME] = "NMI@window",
	       [PATH_CROSSINGS] = "41000", [PATH_RDMSR] = "41000",
	       [PATH_WRMSR] = "82000", [PATH_IN_MIN] = "411",
	       [PATH_IN_TYP] = "412", [PATH_IN_MAX] = "413",
	       [PATH_OUT_TYP] = "414");
	cover(f, "0xffffffff81000000", "nmi+0x0", "41001", kind,
	      kind == INJ_NMI ? "4101" : "4102");
	RECORD(f, REC_END, NULL);
	fclose(f);
}

static void one_case(const char *name)
{
	char path[128], text[512];

	snprintf(path, sizeof(path), RESULTS "/%s/run.tsv", name);
	put(path, "series\taaa\njudges\t" JUDGES "\ncommit\tc\ngcc\t12.41\n"
	    "qemu\t7.41\ndate\t2026-01-01\n");
	snprintf(path, sizeof(path), RESULTS "/%s/verdict.tsv", name);
	snprintf(text, sizeof(text), "case\t%s\tPASS\t1\t\nrule\tR1\tPASS\n",
		 name);
	put(path, text);
}

static const struct cases *cases;

static void results(void)
{
	for (unsigned int i = 1; i < cases->nr; i++) {
		const char *groups = case_get(cases, &cases->all[i], K_GROUPS);

		if (has_word(groups, "check") || has_word(groups, "bench"))
			one_case(cases->all[i].name);
		if (has_word(groups, "bench"))
			rig(cases->all[i].name, INJ_NMI);
	}
	rig("pti-smp1", INJ_NMI);
	rig("sweep-short-pti", INJ_NMI);
	rig("sweep-short-db-mc", INJ_DB);
	put(SUMMARY, "PASS  unit (2 s)\nSKIP  numbers (0 s)\n      because\n");
	put(RESULTS "/field/k/judged.tsv",
	    "kernel\tk 6.41\nran\tjudge\tPASS\nrule\tR1\tPASS\nrule\tR5\tFAIL\n");
}

static void whole(void)
{
	system("rm -rf build Documentation");
	put(REPORT "/" MADE, "series\taaa bbb\nsets\tentry\njudges\t" JUDGES
	    "\nbase\tv4.15 d8a5\ncommit\tc\n");
	put(REPORT "/" INSNS, "insn\tffffffff81000000\tnmi+0x0\tpush %rdx\t"
	    "entry\n");
	put(REPORT "/" PATHS, PATHS_HEAD "nmi:kernel --via do_nmi\n"
	    "IBRS   CR3   GS    IF   before the instruction\n"
	    "found0 kern  kern  no   nmi+0x0      push %rdx\n");
	results();
	put(RECORDS "/anchor.tsv", "record\tanchor\n" HEAD
	    "pti.NMI/IRET.mainline.wrmsr\t4121\n"
	    "pti.NMI/IRET.mainline.rdmsr\t0\npti.NMI/IRET.ours.wrmsr\t4122\n"
	    "pti.NMI/IRET.ours.rdmsr\t0\npti.NMI/IRET.ours.added\t4123\n"
	    "pti.NMI/IRET.mainline.in\t4124\npti.NMI/IRET.mainline.out\t0\n");
	put(RECORDS "/seeded.tsv", "record\tseeded\n" HEAD "x.of\t4131\n"
	    "x.caught\t4132\nx.moot\t4133\n");
	put(RECORDS "/mutants.tsv", "record\tmutants\n" HEAD "mutants\t4141\n"
	    "rig.R7.1\tforgotten-4142\n");
	put(RECORDS "/soak.tsv", "record\tsoak\n" HEAD "minutes\t4151\n"
	    "insns\t415200\nnmis\t4153\n");
	put(RECORDS "/judged-rig.tsv", "record\tjudged-rig\n" HEAD "R1\t41610\n");
	put(BENCH, "#mode\nibrs\ton\tnull\tinstructions\t9\t4171\t4172\t4173\t"
	    "0\t-\n");
	put(PROOF, "## The claim\n\nholds 4181\n\n## What is not shown\n\n* a\n\n"
	    "## What is assumed\n\n1. b\n\n## What would refute it\n\nc\n");
}

/* --- the page ------------------------------------------------------------------ */

static char *shown[2];		/* the page, the mail */

static int write_one(bool text)
{
	const char *out = text ? REPORT "/mail.txt" : REPORT "/index.html";
	int status;
	pid_t pid;

	unlink(out);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		dup2(open("/dev/null", O_WRONLY), 1);
		dup2(open("complaint", O_CREAT | O_TRUNC | O_WRONLY, 0666), 2);
		exit(page_write(text));
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 99;
	free(shown[text]);
	shown[text] = get(out);
	return WEXITSTATUS(status);
}

static bool both_have(const char *s)
{
	return strstr(shown[0], s) && strstr(shown[1], s);
}

static bool none_has(const char *s)
{
	return !strstr(shown[0], s) && !strstr(shown[1], s);
}

static bool written(void)
{
	return !write_one(false) && !write_one(true);
}

static void change(const char *file, const char *from, const char *to)
{
	char *text = get(file), *at = strstr(text, from);
	FILE *f;

	if (!at) {
		printf("# %s has no '%s'\n", file, from);
		exit(2);
	}
	f = create(file);
	fprintf(f, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	fclose(f);
	free(text);
}

/* --- the tests ------------------------------------------------------------------ */

/* What stands in a result file, as the page has it, and what else it may be. */
static const struct follows {
	const char *file, *is, *shown, *other, *as;
	bool page;		/* the page alone has it */
} follows[] = {
#define RIG(name)	RESULTS "/" name "/rig.tsv"
	{ RIG("pti-smp1"), "\t41000001", "41,000,001", "\t42000002", "42,000,002", false },
	{ RIG("pti-smp1"), "\t41000\t41000", "41000", "\t43007\t41000", "43007", false },
	{ RIG("pti-smp1"), "\t82000\t", "82,000", "\t82086\t", "82,086", false },
	{ RIG("pti-smp1"), "\t412\t", "412/414", "\t499\t", "499/414", false },
	{ RIG("pti-smp1"), "\t411\t", "411 to", "\t498\t", "498 to", false },
	{ RIG("sweep-short-pti"), "41001\t", "82,002", "41011\t", "82,012", true },
	{ RIG("sweep-short-pti"), "4101\t4101", ">4101<", "4191\t4191", ">4191<", true },
	{ RIG("sweep-short-db-mc"), "4102\t4102", ">4102<", "4192\t4192", ">4192<", true },
	{ RECORDS "/anchor.tsv", "4121", "4122 : 4121", "4921", "4122 : 4921", false },
	{ RECORDS "/anchor.tsv", "4123", "4123 : ~", "4923", "4923 : ~", false },
	{ RECORDS "/anchor.tsv", "4124", "~ : 4124", "4924", "~ : 4924", false },
	{ RECORDS "/seeded.tsv", "4131", "4131", "4931", "4931", false },
	{ RECORDS "/seeded.tsv", "4132", "4132", "4932", "4932", false },
	{ RECORDS "/seeded.tsv", "4133", "4133", "4933", "4933", false },
	{ RECORDS "/mutants.tsv", "4141", "4141", "4941", "4941", false },
	{ RECORDS "/mutants.tsv", "forgotten-4142", "forgotten-4142", "f-4942", "f-4942", true },
	{ RECORDS "/soak.tsv", "4151", "4151", "4951", "4951", false },
	{ RECORDS "/soak.tsv", "415200", "415,200", "495200", "495,200", false },
	{ RECORDS "/soak.tsv", "4153", "4,153", "4953", "4,953", false },
	{ RESULTS "/field/k/judged.tsv", "6.41", "6.41", "6.49", "6.49", false },
	{ RESULTS "/field/k/judged.tsv", "R5\tFAIL", "R5 FAIL", "R9\tFAIL", "R9 FAIL", false },
	{ RESULTS "/pti-smp1/run.tsv", "12.41", "12.41 (", "12.49", "12.49 (1 case)", false },
	{ RESULTS "/pti-smp1/run.tsv", "7.41", "7.41 (", "7.49", "7.49 (1 case)", false },
	{ REPORT "/" INSNS, "push %rdx", "push %rdx", "push %r49", "push %r49", true },
	{ REPORT "/" MADE, "d8a5", "d8a5", "d8a9", "d8a9", false },
	{ BENCH, "4172", "4,172", "4972", "4,972", false },
	{ PROOF, "4181", "holds 4181", "4981", "holds 4981", false },
};

static void numbers_follow(void)
{
	for (size_t i = 0; i < sizeof(follows) / sizeof(follows[0]); i++) {
		const struct follows *t = &follows[i];
		bool before, after;

		whole();
		/* a path's text goes before that of the list */
		if (!strcmp(t->file, REPORT "/" INSNS))
			unlink(REPORT "/" PATHS);
		if (!strcmp(t->file, REPORT "/" INSNS))
			put(REPORT "/" PATHS, PATHS_HEAD "x\nfound0 kern kern no y+0x0 nop\n");
		before = written() && none_has(t->as) && strstr(shown[0], t->shown) &&
			(t->page || strstr(shown[1], t->shown));
		change(t->file, t->is, t->other);
		after = written() && strstr(shown[0], t->as) &&
			(t->page || strstr(shown[1], t->as));
		ok(before && after, "%s: %s", t->file, t->as);
	}
}

static void words(void)
{
	whole();
	ok(written() && both_have("1 PASS, 0 FAIL") == false &&
	   both_have("0 FAIL, 0 ERROR, 0"), "all cases of make check are counted");
	ok(strstr(shown[1], "\nPASS runs: ") != NULL, "and the runs are PASS");
	ok(strstr(shown[1], "\nERROR over all") != NULL,
	   "and with a map that has empty cells it is ERROR over all");
	change(RESULTS "/away/verdict.tsv", "PASS", "FAIL");
	ok(written() && strstr(shown[1], "\nFAIL runs: ") && both_have(" 1 FAIL"),
	   "a case that is FAIL");
	whole();
	put(RESULTS "/away/verdict.tsv", "");
	ok(written() && strstr(shown[1], "\nERROR runs: ") &&
	   both_have("it left no verdict"), "one without a verdict is ERROR");
	whole();
	system("rm -r " RESULTS "/away");
	ok(written() && strstr(shown[1], "\nSKIP runs: ") &&
	   both_have("there is no result of: away"), "one not run: no PASS");
	whole();
	change(RESULTS "/away/run.tsv", "series\taaa", "series\tccc");
	ok(written() && strstr(shown[1], "\nSKIP runs: ") &&
	   both_have("1 results are of another series, and not counted: away"),
	   "one of another series is named, and no PASS");
	whole();
	change(RESULTS "/away/run.tsv", "rig 11", "rig 12");
	ok(written() && strstr(shown[1], "\nSKIP runs: ") &&
	   both_have("by other judges"), "one by other judges: the same");
	whole();
	change(RESULTS "/away/run.tsv", "commit\tc", "commit\td");
	ok(written() && strstr(shown[1], "\nPASS runs: ") &&
	   both_have("1 results are of another commit"),
	   "one of another commit is named, and counted");
	whole();
	change(SUMMARY, "PASS  unit", "FAIL  unit");
	ok(written() && strstr(shown[1], "\nFAIL runs: "),
	   "a part of make check that is FAIL");
	system("rm -r " RESULTS);
	put(SUMMARY, "PASS  unit (1 s)\n");
	ok(written() && strstr(shown[1], "\nSKIP runs: ") &&
	   both_have("pti-smp1 has not been run"), "no result at all is no PASS");
}

/* One line, which names the file, and exit status 2. */
static void refused(const char *what, const char *name)
{
	char *said;
	bool good = write_one(false) == 2;

	said = get("complaint");
	good &= strstr(said, name) && !strchr(strchr(said, '\n') + 1, '\n');
	ok(good && !*shown[0], "%s: one error, and no page", what);
	if (!good)
		printf("# %s", said);
	free(said);
}

static void broken(void)
{
	whole();
	change(RESULTS "/pti-smp1/rig.tsv", "\nend", "\nen");
	ok(written() && both_have("line") && none_has("41,000,001"),
	   "a rig.tsv that is not understood: none of its numbers");
	whole();
	truncate(RESULTS "/pti-smp1/rig.tsv", 400);
	ok(written() && strstr(shown[0], "<b>SKIP</b> pti=on: ") &&
	   none_has("41,000,001"), "one that is cut short: the same");
	whole();
	change(RECORDS "/seeded.tsv", "series\taaa", "series\tccc");
	ok(written() && none_has("4132") && both_have("of another series (ccc)"),
	   "a record of another series: its numbers are not shown");
	whole();
	unlink(RECORDS "/soak.tsv");
	ok(written() && none_has("4153") && both_have("there is no such record"),
	   "a record that is not there is SKIP");
	whole();
	put(RECORDS "/soak.tsv", "nonsense\n");
	refused("a record that is damaged", "soak.tsv");
	whole();
	unlink(REPORT "/" MADE);
	refused("nothing says what is judged", MADE);
	whole();
	put(SUMMARY, "PASS\n");
	refused("a summary that is damaged", "check.summary");
	whole();
	change(REPORT "/" INSNS, "nmi+0x0", "nmi+0x1");
	ok(written() && both_have("is another kernel than was run"),
	   "instructions of another kernel: ERROR");
	whole();
	unlink(REPORT "/" INSNS);
	ok(written() && both_have("there is no list of instructions"),
	   "no list of instructions is SKIP");
}

static void escaped(void)
{
	whole();
	change(RESULTS "/away/verdict.tsv", "PASS\t1\t",
	       "SKIP\t1\t<script>\"&'</script>");
	ok(written() && !strstr(shown[0], "<script") &&
	   strstr(shown[0], "&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;"),
	   "what is HTML's own is escaped");
	ok(strstr(shown[1], "<script>\"&'</script>") != NULL,
	   "and stands in a mail as it is");
	whole();
	change(REPORT "/" PATHS, "push %rdx", "push <b>%rdx");
	ok(written() && strstr(shown[0], "push &lt;b&gt;%rdx"),
	   "an instruction's text as well");
}

static unsigned int times(const char *in, const char *what)
{
	unsigned int n = 0;

	for (; (in = strstr(in, what)); in++)
		n++;
	return n;
}

static bool links_whole(const char *page)
{
	char id[128];
	bool good = true;

	for (const char *p = page; (p = strstr(p, "href=\"#")); p++) {
		snprintf(id, sizeof(id), " id=\"%.*s\"",
			 (int)strcspn(p + 7, "\""), p + 7);
		good &= times(page, id) == 1;
	}
	for (const char *p = page; (p = strstr(p, " id=\"")); p++) {
		snprintf(id, sizeof(id), "%.*s\"", (int)strcspn(p + 5, "\"") + 5,
			 p);
		good &= times(page, id) == 1;
	}
	return good;
}

static void form(void)
{
	size_t widest = 0;

	whole();
	ok(written() && links_whole(shown[0]) && times(shown[0], "href=\"#") > 8,
	   "each link leads to one id, and no id is there twice");
	ok(!strstr(shown[0], "<script") && !strstr(shown[0], "http") &&
	   !strstr(shown[0], "src=") && !strstr(shown[0], "url("),
	   "the page has no script and needs nothing beside it");
	for (const char *p = shown[1]; *p; p += strcspn(p, "\n"), p += *p == '\n')
		widest = strcspn(p, "\n") > widest ? strcspn(p, "\n") : widest;
	ok(widest && widest <= DOC_WIDTH, "a mail of 72 columns: %zu", widest);
}

int main(void)
{
	char config[4096];

	if (!realpath("cases.cfg", config) || !mkdtemp(dir) || chdir(dir)) {
		puts("Bail out! in tests/, please");
		return 2;
	}
	setenv("IBRS_CASES", config, 1);
	cases = cases_read();
	if (!cases)
		return 2;
	puts("KTAP version 1");
	numbers_follow();
	words();
	broken();
	escaped();
	form();
	printf("1..%u\n", done);
	snprintf(config, sizeof(config), "rm -rf %s", dir);
	return system(config) || failed ? 1 : 0;
}
