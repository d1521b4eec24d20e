// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of ibrs-report that compare, on results made by hand: what
 * FAILs, what is no verdict, what they leave.
 */
#include <fnmatch.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/commands.h"
#include "rules/record.h"

static char dir[] = "/tmp/ibrs-compare.XXXXXX";
static unsigned int done, failed;

static __attribute__((format(printf, 1, 2))) char *path(const char *fmt, ...)
{
	char *s, name[128];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	if (asprintf(&s, "%s/%s", dir, name) < 0)
		abort();
	return s;
}

static FILE *create(const char *name)
{
	FILE *f = fopen(path("%s", name), "w");

	if (!f) {
		perror(name);
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

/* What a file in @dir holds, "" when there is none. */
static const char *text_of(const char *name)
{
	static char text[65536];
	FILE *f = fopen(path("%s", name), "r");

	text[f ? fread(text, 1, sizeof(text) - 1, f) : 0] = 0;
	if (f)
		fclose(f);
	return text;
}

/* Does a line of @text match @pattern? */
static bool line_like(const char *text, const char *pattern)
{
	char *copy = strdup(text), *s = copy, *line;
	bool found = false;

	while (!found && (line = strsep(&s, "\n")))
		found = !fnmatch(pattern, line, 0);
	free(copy);
	return found;
}

static void ok(bool good, const char *name, const char *shown)
{
	printf("%s %u %s\n", good ? "ok" : "not ok", ++done, name);
	failed += !good;
	if (!good)
		printf("# %s\n", shown);
}

/* One case: @cmd ends with @status, and a line of its output is as @pattern. */
static void gives(const char *name, int status, const char *pattern,
		  int (*cmd)(int, char **), char **argv)
{
	int argc = 0, ret = 0;
	pid_t pid;

	while (argv[argc])
		argc++;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (!freopen(path("output"), "w", stdout) ||
		    dup2(fileno(stdout), fileno(stderr)) < 0)
			exit(99);
		exit(cmd(argc, argv));
	}
	waitpid(pid, &ret, 0);
	ok(WIFEXITED(ret) && WEXITSTATUS(ret) == status &&
	   line_like(text_of("output"), pattern), name, text_of("output"));
}

static void leaves(const char *name, const char *file, const char *pattern)
{
	ok(line_like(text_of(file), pattern), name, text_of(file));
}

#define GIVES(name, status, pattern, cmd, ...) \
	gives(name, status, pattern, cmd, (char *[]){ #cmd, __VA_ARGS__, NULL })

/* --- runs -------------------------------------------------------------- */

struct counted {
	const char *name;
	unsigned int n, rd, wr, in, out, entry;
};

static void path_row(FILE *f, const struct counted *p)
{
	unsigned int v[PATH_COLUMNS] = {
		[PATH_CROSSINGS] = p->n,
		[PATH_RDMSR] = p->rd, [PATH_WRMSR] = p->wr,
		[PATH_IN_TYP] = p->in, [PATH_OUT_TYP] = p->out,
		[PATH_ENTRY_MIN] = p->entry, [PATH_ENTRY_TYP] = p->entry,
		[PATH_TOTAL_MIN] = 200, [PATH_TOTAL_TYP] = 250,
	};

	fputs(record_tag(REC_PATH), f);
	for (unsigned int i = 1; i < PATH_COLUMNS; i++)
		if (i == PATH_NAME)
			fprintf(f, "\t%s", p->name);
		else
			fprintf(f, "\t%u", v[i]);
	fputc('\n', f);
}

/* A finished run with those paths, up to one without a name. */
static void run(const char *name, const struct counted *p)
{
	FILE *f;

	mkdir(path("%s", name), 0777);
	f = create(path("%s/rig.tsv", name) + sizeof(dir));
	fprintf(f, "meta\tentry_bytes\t7000\n");
	for (; p->name; p++)
		path_row(f, p);
	fprintf(f, "end\n");
	fclose(f);
}

/* The same for both page table modes. */
static void both(const char *who, const char *tail, const struct counted *p)
{
	char name[64];

	snprintf(name, sizeof(name), "%s-pti%s", who, tail);
	run(name, p);
	snprintf(name, sizeof(name), "%s-nopti%s", who, tail);
	run(name, p);
}

static void cut_short(const char *name)
{
	char *file = path("%s/rig.tsv", name);
	struct stat st;

	if (stat(file, &st) || truncate(file, st.st_size - 4))
		perror(file);
}

/* --- anchor ------------------------------------------------------------ */

static void mainline(void)
{
	both("anchor-debian", "", (struct counted[]){
		{ "start/IRET", 9, 0, 9, 0, 0, 9 },
		{ "SYSCALL64/SYSRET", 10, 0, 20, 50, 31, 111 },
		{ "NMI@kernel", 10, 10, 10, 0, 0, 126 },
		{ "#DB/SYSRET", 4, 0, 8, 1, 1, 9 }, { NULL } });
	both("anchor-debian", "-off", (struct counted[]){
		{ "SYSCALL64/SYSRET", 10, 0, 0, 0, 0, 100 },
		{ "NMI@kernel", 10, 0, 0, 0, 0, 112 },
		{ "#DB/SYSRET", 4, 0, 0, 0, 0, 9 }, { NULL } });
}

static void ours(unsigned int wr, unsigned int in)
{
	both("anchor-ours", "", (struct counted[]){
		{ "SYSCALL64/SYSRET", 10, 0, wr, in, 19, 78 },
		{ "NMI@kernel", 10, 10, 0, 0, 0, 97 },
		{ "#DB/SYSRET", 4, 0, 80, 9, 9, 9 }, { NULL } });
	both("anchor-ours", "-off", (struct counted[]){
		{ "SYSCALL64/SYSRET", 10, 0, 0, 0, 0, 69 },
		{ "NMI@kernel", 10, 0, 0, 0, 0, 90 }, { NULL } });
}

static void anchor(void)
{
	GIVES("anchor: nothing counted", 2, "error: no counts of mainline's*",
	      cmd_anchor, dir);
	mainline();
	GIVES("anchor: mainline alone is no verdict", 77,
	      "SKIP: anchor: no run of ours*", cmd_anchor, dir);
	leaves("and is shown", "anchor.txt",
	       "pti *SYSCALL64/SYSRET *11 *0 *2 *50/31 *- *");
	ours(20, 50);
	GIVES("anchor: not behind", 0,
	      "PASS  anchor: 4 paths*fewer accesses on: NMI@kernel",
	      cmd_anchor, dir);
	leaves("the table", "anchor.txt", "nopti *SYSCALL64/SYSRET *11 *0 *2 "
	       "*50/31 *9 *0 *2 *50/19 *yes");
	ok(!strstr(text_of("anchor.txt"), "#DB"),
	   "without what has hardly been seen", "#DB");
	ours(30, 50);
	GIVES("anchor: one WRMSR more", 1,
	      "FAIL: anchor: 2 paths with more accesses*", cmd_anchor, dir);
	ours(20, 63);
	GIVES("anchor: a longer window", 1, "FAIL: anchor: 2 paths*",
	      cmd_anchor, dir);
	ours(20, 62);
	GIVES("anchor: in and out together", 0, "PASS*", cmd_anchor, dir);
	cut_short("anchor-ours-nopti");
	GIVES("anchor: one of ours cut short", 2, "error: no counts of ours*",
	      cmd_anchor, dir);
	unlink(path("anchor-ours-nopti/rig.tsv"));
	GIVES("anchor: one of ours missing", 2, "error: no counts of ours*",
	      cmd_anchor, dir);
	cut_short("anchor-debian-pti");
	GIVES("anchor: a run of mainline's cut short", 2,
	      "error: no counts of mainline's*", cmd_anchor, dir);
}

/* --- cost -------------------------------------------------------------- */

static void cost_run(const char *who, unsigned int entry)
{
	both(who, "", (struct counted[]){
		{ "SYSCALL64/SYSRET", 10, 0, 0, 0, 0, entry },
		{ "#PF/IRET", 10, 0, 0, 0, 0, 90 },
		{ "IRQ/IRET", 10, 0, 0, 0, 0, 90 }, { NULL } });
}

static void cost(void)
{
	char *listing = path("listing"), *header = path("header");

	put("header", "#define X86_FEATURE_KERNEL_IBRS\t\t( 7*32+28) /* */\n");
	put("listing",
	    "alt\tffffffff81400039\tentry+0x5\t252\t2\t2\tjmp    x+0x1\tffffffff81400058\n"
	    "alt\tffffffff81400139\tother+0x5\t151\t2\t2\tjmp    x+0x1\tffffffff81400158\n"
	    "alt\tffffffff81400239\tfilled+0x5\t252\t2\t0\tnop\t-\n");
	cost_run("cost-base", 100);
	cost_run("cost-base1", 101);
	GIVES("cost: one kernel not counted", 2,
	      "error: no SYSCALL64/SYSRET in cost-series-pti: run tests/run*",
	      cmd_cost, dir, listing, header);
	cost_run("cost-series", 103);
	GIVES("cost: two instructions more", 0, "PASS  cost: at most 2*",
	      cmd_cost, dir, listing, header);
	leaves("cost: the table", "cost.txt",
	       "pti *SYSCALL64/SYSRET *100 *101 *103 * 250 *250 *250 *+2, +0");
	leaves("cost: the places", "cost.txt", "1 places, 31 bytes");
	leaves("cost: each", "cost-sites.tsv", "entry\t31\tjmp");
	cost_run("cost-series", 104);
	GIVES("cost: three more", 1, "FAIL: cost: a path executes more*",
	      cmd_cost, dir, listing, header);
	put("listing", "alt\n");
	GIVES("cost: no place to patch", 2, "error: cost: no place*",
	      cmd_cost, dir, listing, header);
	put("header", "\n");
	GIVES("cost: no such feature", 2, "error: cost: no X86*", cmd_cost,
	      dir, listing, header);
}

/* --- coverage ---------------------------------------------------------- */

/* A sweep that sent an NMI at one of two instructions. */
static void swept(const char *name, const char *rows)
{
	FILE *f;

	mkdir(path("%s", name), 0777);
	f = create(path("%s/rig.tsv", name) + sizeof(dir));
	for (; *rows; rows++) {
		uint64_t at = 0xffffffff81400000 + (uint64_t)(*rows | 0x20) - 'a';

		fputs(record_tag(REC_COVER), f);
		for (unsigned int i = 1; i < COVER_COLUMNS; i++)
			if (i == COVER_ADDRESS)
				fprintf(f, "\t0x%" PRIx64, at);
			else if (i == COVER_SYMBOL || i == COVER_REASONS)
				fprintf(f, "\t-");
			else if (i == COVER_KIND(INJ_NMI, C_SENT))
				fprintf(f, "\t%d", *rows < 'a');
			else
				fprintf(f, "\t%d", i == COVER_EXECUTED);
		fputc('\n', f);
	}
	fprintf(f, "end\n");
	fclose(f);
}

/* Two instructions and padding; a capital is one with an NMI there. */
static void coverage(void)
{
	char *listing = path("insns"), *one = path("one/rig.tsv");
	char *two = path("two/rig.tsv");

	put("insns", "insn\tffffffff81400000\te+0x0\tswapgs\tentry\n"
	    "insn\tffffffff81400001\te+0x1\tret\ttrampoline\n"
	    "insn\tffffffff81400002\te+0x2\tnop\tentry\n");
	swept("one", "Ab");
	swept("two", "B");
	GIVES("coverage: two runs together", 0, "2 of 2 entry instructions*",
	      cmd_coverage, listing, one, two);
	GIVES("coverage: one lacks an NMI", 2, "*81400001 ret: no NMI there",
	      cmd_coverage, listing, one);
	GIVES("coverage: the other never ran", 2,
	      "*81400000 swapgs: never executed", cmd_coverage, listing, two);
	swept("two", "");
	GIVES("coverage: no sweep", 2, "error:*has no cover records*",
	      cmd_coverage, listing, one, two);
	GIVES("coverage: no run named", 2, "error: usage: *", cmd_coverage, listing);
	GIVES("coverage: no listing", 2, "error: *none: No such file*",
	      cmd_coverage, path("none"), one);
	put("insns", "");
	GIVES("coverage: nothing to cover", 2, "0 of 0 *", cmd_coverage,
	      listing, one);
}

/* --- unwind: a, (added) n m, b ----------------------------------------- */

static void traces(const char *name, const char *text)
{
	swept(name, "abcd");
	put(path("%s/console.log", name) + sizeof(dir), text);
}

static void unwind(const char *name, int status, const char *says,
		   const char *ours)
{
	static char *map;

	put("base", "insn\tffffffff81400000\te+0x1\tpush %rax\tentry\n"
	    "insn\tffffffff81400002\te+0x3\tpop %rax\tentry\n");
	put("ours", "insn\tffffffff81400000\te+0x1\tpush %rax\tentry\n"
	    "insn\tffffffff81400001\te+0x2\twrmsr\tentry\n"
	    "insn\tffffffff81400002\te+0x3\tlfence\tentry\n"
	    "insn\tffffffff81400003\te+0x4\tpop %rax\tentry\n");
	put("map", "ffffffff81400000 T e\n");
	map = path("map");
	traces("unwind-base-pti", "# unwind: e+0x0 regs 3\n");
	traces("unwind-base-nopti", "# unwind: e+0x2 regs 3\n");
	traces("unwind-nopti", "");
	if (ours)
		traces("unwind-pti", ours);
	GIVES(name, status, says, cmd_unwind, dir, map, map, dir);
}

#define ALL_BUT(line) \
	"# unwind: e+0x0 regs 3\n# unwind: e+0x1 regs 3\n" line

static void unwinds(void)
{
	unwind("unwind: no run", 2, "error: unwind: *unwind-pti*", NULL);
	unwind("unwind: a way from all", 0,
	       "*2 added instructions, a way from 2*; 2 others*",
	       ALL_BUT("# unwind: e+0x2 root 1\n# unwind: e+0x3 regs 3\n"));
	unwind("unwind: an added one without", 1,
	       "unwind: added *01 (wrmsr): none, beside way and way",
	       "# unwind: e+0x0 regs 3\n# unwind: e+0x1 none 3\n"
	       "# unwind: e+0x2 regs 3\n# unwind: e+0x3 regs 3\n");
	unwind("unwind: an old one that lost it", 1,
	       "unwind: *03 (pop %rax): none, on the base*",
	       ALL_BUT("# unwind: e+0x2 regs 3\n# unwind: e+0x3 none 3\n"));
	unwind("unwind: an added one never interrupted", 2,
	       "unwind: added *02 (lfence): executed, no backtrace*",
	       ALL_BUT("# unwind: e+0x3 regs 3\n"));
	unwind("unwind: nothing to compare with", 2, "unwind: 0 added*", "");
}

int main(void)
{
	char command[64];

	if (!mkdtemp(dir))
		return 2;
	printf("KTAP version 1\n");
	anchor();
	cost();
	coverage();
	unwinds();
	printf("1..%u\n", done);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command) || failed ? 1 : 0;
}
