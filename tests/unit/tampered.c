// SPDX-License-Identifier: GPL-2.0-only
/*
 * A run's directory with one thing in it changed: the word that ibrs-report
 * judge gives is the same in its exit status, in result.ktap, table.txt and
 * verdict.tsv, and in the summary, and PASS only where nothing is wrong.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/commands.h"
#include "rules/words.h"
#include "unit/tampered.h"

static char dir[] = "/tmp/ibrs-tampered.XXXXXX";
static unsigned int done, failed;

static const char *path(const char *name)
{
	static char at[4][128];
	static unsigned int next;
	char *s = at[next++ % 4];

	snprintf(s, sizeof(at[0]), "%s/it/%s", dir, name);
	return s;
}

/* What the plugin would write of a run in which all rules held. */
static void write_rig(FILE *f)
{
	static const char texts[] =
		"meta\tformat\t5\nmeta\trun_id\tit\nmeta\tqemu\tit\n"
		"meta\targs\tit\nmeta\tfault\tignore\n"
		"gate\tlstar\t0x1000\ta+0x0\t0\t0\n"
		"gate\t14\t0x2000\tb+0x0\t0\t14\n"
		"gate\t2\t0x4000\tnmi+0x0\t2\t14\n"
		"gate\t20\t0x3000\tearly_idt_handler_array+0xb4\t0\t14\n"
		"gate\t18\t0x3800\tearly_idt_handler_array+0xa2\t0\t14\n"
		"meta\tmark\t0x10000000006\nmeta\tbase\t0x10000000006\n";
	static const char * const ones[] = {
		"cpus", "pti", "insns", "crossings", "active_cpus",
		"armed_cpus", "armings",
	};
	static const char * const zeroes[] = {
		"keep", "held", "drop", "entry_bytes", "user_blocks", "inits",
		"sets", "compared", "updates", "found", "ibpb_unknown", "entry_msr",
		"bad_writes", "nmi_user",
		"nmi_kernel", "nmi_entry", "mces", "mwaits", "stopped", "lost",
	};

	fputs(texts, f);
	for (size_t i = 0; i < sizeof(ones) / sizeof(ones[0]); i++)
		fprintf(f, "meta\t%s\t1\n", ones[i]);
	for (size_t i = 0; i < sizeof(zeroes) / sizeof(zeroes[0]); i++)
		fprintf(f, "meta\t%s\t0\n", zeroes[i]);
	fputs("path\tNMI@kernel\t1", f);
	for (unsigned int i = PATH_CROSSINGS + 1; i < PATH_COLUMNS; i++)
		fputs("\t0", f);
	fputc('\n', f);
	for (unsigned int i = 1; i < NR_RULES; i++)
		fprintf(f, "rule\tR%u\t5\t0\n", i);
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		fprintf(f, "part\tR%u\t%s\t5\n", part_names[p].rule,
			part_names[p].name);
	fputs("end\n", f);
}

static FILE *create(const char *name)
{
	FILE *f = fopen(path(name), "w");

	if (!f) {
		perror(path(name));
		exit(2);
	}
	return f;
}

static void write_run(void)
{
	FILE *f = create("rig.tsv");

	write_rig(f);
	fclose(f);
	f = create("console.log");
	fputs("# fact: cmdline=quiet ibrs.id=it\r\nok 1 a\r\nok 2 b\r\n"
	      "ibrs-guest: done pass=2 fail=0 skip=0\r\n", f);
	fclose(f);
	f = create("entries");
	fputs(WALKED, f);
	fclose(f);
	f = create("run.tsv");
	fputs("id\tit\nlimit\t9\nstatus\t0\nseconds\t1\n", f);
	fclose(f);
}

static size_t text_of(const char *name, char *text, size_t len)
{
	FILE *f = fopen(path(name), "r");
	size_t n = f ? fread(text, 1, len - 1, f) : 0;

	text[n] = 0;
	if (f)
		fclose(f);
	return n;
}

/* Everywhere in the file where @t->from is, as sed would: all of them. */
static void tamper(const struct tampered *t)
{
	static char text[65536];
	size_t from = strlen(t->from), changed = 0;
	FILE *f;

	if (!t->to) {
		unlink(path(t->file));
		return;
	}
	text_of(t->file, text, sizeof(text));
	f = create(t->file);
	for (const char *p = text; *p;)
		if (!strncmp(p, t->from, from)) {
			fwrite(t->to, 1, t->len ? t->len : strlen(t->to), f);
			p += from;
			changed++;
		} else {
			fputc(*p++, f);
		}
	fclose(f);
	if (!changed) {
		printf("Bail out! %s: no '%s'\n", t->file, t->from);
		exit(2);
	}
}

/* In a process of its own: a command is run once. */
static int status_of(int (*cmd)(int argc, char **argv), char **argv)
{
	int argc = 0, ret = 0;
	pid_t pid;

	while (argv[argc])
		argc++;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (!freopen(path("out"), "w", stdout) ||
		    dup2(fileno(stdout), fileno(stderr)) < 0)
			exit(99);
		exit(cmd(argc, argv));
	}
	waitpid(pid, &ret, 0);
	return WIFEXITED(ret) ? WEXITSTATUS(ret) : 99;
}

static bool says(const char *file, const char *text)
{
	static char all[65536];

	text_of(file, all, sizeof(all));
	return strstr(all, text);
}

static bool same_everywhere(enum word w)
{
	char ktap[16], table[32], verdict[32], line[32];
	bool good = w == W_PASS || w == W_SKIP;

	snprintf(ktap, sizeof(ktap), "\n%sok ", good ? "" : "not ");
	snprintf(table, sizeof(table), "\nit: %s\n", word_name(w));
	snprintf(verdict, sizeof(verdict), "case\tit\t%s\t", word_name(w));
	snprintf(line, sizeof(line), "\n%-5s it (", word_name(w));
	return says("result.ktap", ktap) && says("table.txt", table) &&
	       says("result.ktap", "\nnot ok ") == !good &&
	       says("verdict.tsv", verdict) && says("out", line) &&
	       (w == W_PASS || w == W_FAIL ||
		!says("out", "rules: R1-R10, R13 held"));
}

static void one(const struct tampered *t)
{
	char *judge[] = { "judge", "--dir", strdup(path("")), NULL };
	char *summary[] = { "summary", dir, "it", NULL };
	int status, all;
	bool good;

	write_run();
	if (t->file)
		tamper(t);
	judge[2][strlen(judge[2]) - 1] = 0;
	status = status_of(cmd_judge, judge);
	good = status == word_exit(t->word);
	all = status_of(cmd_summary, summary);
	good &= all == status && same_everywhere(t->word);
	printf("%s %u %s\n", good ? "ok" : "not ok", ++done, t->name);
	if (!good)
		printf("# not %s: judge %d, summary %d\n", word_name(t->word),
		       status, all);
	failed += !good;
	free(judge[2]);
}

/* Commands, on a run that passed and on a tests/cases.cfg of their own. */
static void ask(const struct asked *a)
{
	static const char * const says[] = { "PASS", "FAIL" };
	char *argv[8] = { a->argv[0] };
	int status, n = 1;
	FILE *f;

	write_run();
	for (const struct put *p = a->put; p->file; p++) {
		f = create(p->file);
		fputs(p->text, f);
		fclose(f);
	}
	for (; a->argv[n]; n++)
		argv[n] = strncmp(a->argv[n], "DIR", 3) ? a->argv[n] :
			  strdup(path(a->argv[n][3] ? a->argv[n] + 4 : "."));
	setenv("IBRS_CASES", path("cases.cfg"), 1);
	status = status_of(a->cmd, argv);
	printf("%s %u %s\n", status == a->status ? "ok" : "not ok", ++done,
	       a->name);
	if (status != a->status)
		printf("# exit status %d (%s)\n", status,
		       status < 2 ? says[status] : "ERROR");
	failed += status != a->status;
}

int main(void)
{
	char command[64];

	if (!mkdtemp(dir))
		return 2;
	snprintf(command, sizeof(command), "mkdir %s/it", dir);
	if (system(command))
		return 2;
	printf("KTAP version 1\n");
	for (const struct tampered *t = tampered_files; t->name; t++)
		one(t);
	for (const struct asked *a = asked; a->name; a++)
		ask(a);
	for (const struct asked *a = asked_kernel; a->name; a++)
		ask(a);
	printf("1..%u\n", done);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command) || failed ? 1 : 0;
}
