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
#include "unit/shown.h"

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

/* The same, wherever a line of the mail ends. */
static bool both_say(const char *s)
{
	char *mail = strdup(shown[1]), *to = mail;
	bool good;

	for (const char *p = shown[1]; *p; p++)
		if (!strchr(" \n", *p))
			*to++ = *p;
		else if (to > mail && to[-1] != ' ')
			*to++ = ' ';
	*to = 0;
	good = strstr(shown[0], s) && strstr(mail, s);
	free(mail);
	return good;
}

static bool none_has(const char *s)
{
	return !strstr(shown[0], s) && !strstr(shown[1], s);
}

static bool written(void)
{
	return !write_one(false) && !write_one(true);
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
	{ RIG("pti-smp1"), "\t41700", "41700", "\t49700", "49700", false },
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
	{ RECORDS "/mutants.tsv", "4143", "4143 by", "4943", "4943 by", false },
	{ RECORDS "/mutants.tsv", "4144", "4144 by", "4944", "4944 by", false },
	{ RECORDS "/mutants.tsv", "4145", "in 4145", "4945", "in 4945", false },
	{ RECORDS "/image-mutants.tsv", "4146", "4146 were tried", "4946", "4946 were tried", false },
	{ RECORDS "/image-mutants.tsv", "4147", "4147 by", "4947", "4947 by", false },
	{ RECORDS "/judged-check.tsv", "42310", "42,310", "49310", "49,310", false },
	{ LAW, "4211", "demands 4211.", "4911", "demands 4911.", false },
	{ EXCLUDE, "4221", "because 4221", "4921", "because 4921", false },
	{ MOOT, "0x4231", "at+0x4231", "0x4931", "at+0x4931", false },
	{ SUMMARY, "(2 s)", "took 1 minutes", "(2460 s)", "took 41 minutes", false },
	{ RECORDS "/long.tsv", "4151", "4151 runs", "4951", "4951 runs", false },
	{ RECORDS "/long.tsv", "4152\n", "of 4152 cases", "4952\n", "of 4952 cases", false },
	{ RECORDS "/long.tsv", "415200", "415,200", "495200", "495,200", false },
	{ RECORDS "/long.tsv", "4153", "4,153", "4953", "4,953", false },
	{ RECORDS "/long.tsv", "4154", "4,154", "4954", "4,954", false },
	{ RECORDS "/long.tsv", "4155", "4,155", "4955", "4,955", false },
	{ RECORDS "/long.tsv", "4156", "4,156", "4956", "4,956", false },
	{ RECORDS "/long.tsv", "4158", "by 4158 versions", "4958", "by 4958 versions", false },
	{ RECORDS "/long.tsv", "4157", "4,157", "4957", "4,957", false },
	{ RESULTS "/field/k/judged.tsv", "6.41", "6.41", "6.49", "6.49", false },
	{ RESULTS "/field/k/judged.tsv", "R5\tFAIL", "R5 FAIL", "R9\tFAIL", "R9 FAIL", false },
	{ RESULTS "/pti-smp1/run.tsv", "12.41", "12.41 (", "12.49", "12.49 (1 case)", false },
	{ RESULTS "/pti-smp1/run.tsv", "7.41", "7.41 (", "7.49", "7.49 (1 case)", false },
	{ REPORT "/" INSNS, "push %rdx", "push %rdx", "push %r49", "push %r49", true },
	{ REPORT "/" MADE, "d8a5", "d8a5", "d8a9", "d8a9", false },
	{ BENCH, "4172", "4,172", "4972", "4,972", false },
	{ REPORT "/" MADE, "4301", "at://4301", "4801", "at://4801", false },
	{ REPORT "/" MADE, "w@4302", "w@4302", "w@4802", "w@4802", false },
	{ REPORT "/" MADE, "4303", "4303 patches", "4803", "4803 patches", false },
	{ LAW, "4304", "the other 4304 bits", "4804", "the other 4804 bits", false },
	{ GLOSSARY, "4305", "from 4305 to there", "4805", "from 4805 to there", false },
	{ GLOSSARY, "4306", "a run 4306", "4806", "a run 4806", false },
	{ GLOSSARY, "4307", "fault: goes wrong 4307", "4807", "fault: goes wrong 4807", false },
	{ RIG("sweep-short-pti"), "43080\t", "executed 43,080 times", "48080\t", "executed 48,080 times", false },
	{ RECORDS "/judged-rig.tsv", "41610", "41,610", "48610", "48,610", false },
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
	   both_have("1 results were run at another commit"),
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
	unlink(RECORDS "/long.tsv");
	ok(written() && none_has("4153") && both_have("there is no such record"),
	   "a record that is not there is SKIP");
	whole();
	change(RECORDS "/long.tsv", "instruments\t4158", "x\t4158");
	ok(written() && both_have("by ? versions"), "a number that is not there");
	whole();
	put(RECORDS "/long.tsv", "nonsense\n");
	refused("a record that is damaged", "long.tsv");
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

/* What a number counts, and what was not done, stands beside it. */
static void told(void)
{
	whole();
	ok(written() && strstr(shown[0], "aaa (sets entry beyond)") &&
	   strstr(shown[0], "bbb (set entry, without the others)"),
	   "an id of the series says of which sets it is");
	ok(both_have("ghost") && strstr(shown[0], "href=\"#fn-ghost\"") &&
	   both_have("nothing in these runs raises or calls"),
	   "a function that no sweep executed is listed, and its row a link");
	ok(strstr(shown[0], "1 were: 1 of the entry code, 0 of user mode") != NULL,
	   "what a sweep hit is told apart");
	ok(both_have("The other 4140 were caught as"),
	   "mutants that no row has are counted");
	ok(!strstr(shown[0], "In brackets: how many") &&
	   none_has("\"~\": the length") == false, "a sign is explained where it is");
	change(RECORDS "/anchor.tsv", "pti.NMI/IRET.ours.rdmsr\t0\n",
	       "pti.NMI/IRET.ours.rdmsr\t0\npti.NMI/IRET.mainline.added\t1\n"
	       "pti.NMI/IRET.ours.in\t1\npti.NMI/IRET.ours.out\t1\n");
	ok(written() && none_has("\"~\": the length"), "and nowhere else");
	whole();
	change(RESULTS "/sweep-short-pti/rig.tsv", "4101\t4101", "4101\t4100");
	ok(written() && strstr(shown[0], "4101 (4100)") &&
	   both_have("In brackets: how many"), "what did not come back");
	whole();
	system("rm -r " RESULTS "/sweep-short-db-mc");
	ok(written() && both_have("sweep-short-db-mc has not been run") &&
	   both_have("at 2 of the 2 executed instructions"),
	   "a sweep that is not there has executed nothing");
	change(LAW, "R1  No", "R1 No");
	ok(written() && both_have("R1 has no page in"), "a rule without its page");
}

/* Before @other, on both. */
static bool ahead(const char *what, const char *other)
{
	for (int i = 0; i < 2; i++) {
		const char *a = strstr(shown[i], what), *b = strstr(shown[i], other);

		if (!a || !b || a > b)
			return false;
	}
	return true;
}

/* What is counted by which runs, of which sets, and by whom. */
static void counted(void)
{
	struct test_case *c, was;

	whole();
	ok(written() && both_say("Skylake-Client-IBRS (") &&
	   both_say("small (") && both_say("Skylake-Client-IBRS +monitor ("),
	   "configurations and CPU models are those of cases.cfg");
	c = (struct test_case *)cases_find(cases, "pti-smp1");
	was = *c;
	c->value[K_MODEL] = strdup("Sky48,+x");
	c->value[K_KERNEL] = strdup("k4309");
	ok(written() && both_say("Sky48 +x (") && both_say("k4309 ("),
	   "and follow it");
	*c = was;
	ok(written() && ahead("the other 4304", "demands 4211.") &&
	   ahead("from 4305 to there", "demands 4211."),
	   "words are told ahead of rules");
	ok(ahead("demands 4211.", "holds 4181"), "and rules ahead of the claim");
	ok(both_say("A crossing: from 4305 to there."),
	   "what a crossing counts stands where they are counted");
	ok(both_say("judged-rig: the runs of pti-smp1 nopti-smp1 away ") &&
	   both_say("judged-check: no run") && none_has("So R1 can be PASS"),
	   "the runs that the map counts are named");
	change(RECORDS "/judged-rig.tsv", "41610", "7");
	ok(written() && both_say("So R1 can be PASS in ") &&
	   both_say("and be asked 7 times"), "and that they are fewer");
}

static void of_sets(void)
{
	whole();
	ok(written() && both_say("These mutants are of sets entry beyond,") &&
	   both_say("These faults are of sets entry beyond,") &&
	   none_has("of a patch of another set") &&
	   none_has("of these records are so"),
	   "mutants and faults say of which sets they are");
	change(RECORDS "/mutants.tsv", "aaa", "bbb");
	change(RECORDS "/seeded.tsv", "aaa", "bbb");
	put(RECORDS "/mutant-judges.tsv", "record\tmutant-judges\nkind\trun\n"
	    "command\tmake it\nseries\taaa\nwith\tgcc 12.2\ncommit\tc\n"
	    "date\t2026-01-01\nmutants\t4321\n"
	    "run\t4322\n");
	ok(written() && both_say("These mutants are of set entry, without the") &&
	   both_say("These faults are of set entry, without the") &&
	   both_say("of a patch of another set"),
	   "and of one set that they are of no other");
	ok(both_say("of 4321 mutants that") && both_say("has 4322 were run"),
	   "others are in a record of their own");
	ok(strstr(shown[0], ">set entry, without the others</td>") &&
	   both_say("1 of these records are so"),
	   "the map says which of its records is of fewer sets");
	ok(both_say("are not of the series: R16, R17, R18, R19"),
	   "cells of rules for other kernels are told from those of the series");
}

static void way_out(void)
{
	whole();
	ok(written() && both_say("apic_timer_interrupt: 2 instructions of") &&
	   both_say("The way out is the ordinary one") &&
	   both_say("its 2 instructions are left out"),
	   "an interrupt is drawn without espfix's way out");
	change(REPORT "/" PATHS, "clear  user  user  no   out",
	       "SET    user  user  no   out");
	ok(written() && both_say("apic_timer_interrupt: 4 instructions of") &&
	   both_say("it comes back in another state"),
	   "but not where the rest would be no path");
	whole();
	change(REPORT "/" INSNS, "out+0x0", "out+0x1");
	ok(written() && both_say("apic_timer_interrupt: 4 instructions of") &&
	   both_say("it does not come back to what is behind its branch"),
	   "nor where it goes elsewhere");
	whole();
	change(REPORT "/" PATHS, "native_irq_return_ldt+0x0", "a+0x0");
	change(REPORT "/" PATHS, "native_irq_return_ldt+0x4", "a+0x4");
	ok(written() && both_say("apic_timer_interrupt: 4 instructions of") &&
	   none_has("The way out is"), "and one without espfix is as it is");
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
	told();
	counted();
	of_sets();
	way_out();
	escaped();
	form();
	printf("1..%u\n", done);
	snprintf(config, sizeof(config), "rm -rf %s", dir);
	return system(config) || failed ? 1 : 0;
}
