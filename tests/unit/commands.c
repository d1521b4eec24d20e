// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every command that a document names is run as it is written there, and
 * commands.tsv says where. In tests/:
 *
 *	commands			documents and list name the same ones,
 *					`check' by make check, each group by one
 *	commands unit <directory>	runs those marked `unit', below what
 *					commands.sh has made ready there
 *	commands list <where>		names them
 *	commands run <command>		runs one in the project; exit status is
 *					its own, of what make started, not make's
 *
 * Columns of the list, behind # a comment:
 *
 *	unit|check|full|never  where it is run
 *	place	the directory below <directory>; - the project
 *	status	that it has to end with
 *	says	a line of its output; never: why it is not run
 *	unless	then it is SKIP, should it end with another status; - never
 *	command
 */
#include <errno.h>
#include <regex.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/commands.h"
#include "unit/doc.h"

#define MAX_NEVER	5
#define EXIT_ERROR	2
#define EXIT_SKIP	77

static struct entry {
	char *where, *place, *says, *unless, *command;
	int status;
	unsigned int line;
	bool named;
} entries[MAX_COMMANDS];
static unsigned int nentries;

/* What a document leaves to its reader; the shell that runs it has these. */
static const struct { const char *word, *is; } holes[] = {
	{ "<here>", "\"$HERE\"" },
	{ "<dir>", "build/kernel/small" },
	{ "<tree>", "\"$HERE\"/../plain" },
	{ "<case>", "pti-smp1" },
	{ "<mutant>", "04" },
	{ "<kernel>", "linux-image-6.12.117+deb12-amd64" },
	{ "<linux-4.14>", "\"${LINUX414:-linux-4.14}\"" },	/* no source: SKIP */
};

/* --- the list ------------------------------------------------------------ */

static void read_entry(char *line, unsigned int number)
{
	char *field[6] = { NULL };
	struct entry *e = entries + nentries;

	if (*line == '#' || !*line)
		return;
	for (unsigned int i = 0; i < 6; i++)
		field[i] = strsep(&line, "\t");
	if (!field[5] || line || nentries == MAX_COMMANDS) {
		wrong(LIST ":%u: no line of six columns", number);
		return;
	}
	*e = (struct entry){ field[0], field[1], field[3], field[4], field[5],
			     atoi(field[2]), number, false };
	if (strcmp(e->where, "unit") && strcmp(e->where, "check") &&
	    strcmp(e->where, "full") && strcmp(e->where, "never"))
		wrong(LIST ":%u: no place '%s'", number, e->where);
	for (unsigned int i = 0; i < nentries; i++)
		if (!strcmp(entries[i].command, e->command))
			wrong(LIST ":%u: %s is there twice", number,
			      e->command);
	nentries++;
}

static void read_list(void)
{
	char *text = read_file(LIST), *line;

	for (unsigned int number = 1; (line = strsep(&text, "\n")); number++)
		read_entry(line, number);
}

static struct entry *entry_of(const char *command)
{
	for (unsigned int i = 0; i < nentries; i++)
		if (!strcmp(entries[i].command, command))
			return entries + i;
	return NULL;
}

/* entry_like: of a target in the help it is enough to be run with variables. */
static struct entry *entry_like(const struct named *at)
{
	size_t len = strlen(at->command);

	if (strcmp(at->file, "Makefile"))
		return NULL;
	for (unsigned int i = 0; i < nentries; i++)
		if (!strncmp(entries[i].command, at->command, len) &&
		    entries[i].command[len] == ' ')
			return entries + i;
	return NULL;
}

/* --- list and documents -------------------------------------------------- */

static void same_commands(void)
{
	bad += find_commands();
	if (nnamed < 30)
		wrong("only %u commands: where are they?", nnamed);
	for (unsigned int i = 0; i < nnamed; i++) {
		struct entry *e = entry_of(named[i].command);

		if (e)
			e->named = true;
		else if (!entry_like(named + i))
			wrong("%s:%u: '%s' is not in tests/" LIST ", which "
			      "says where it is run", named[i].file,
			      named[i].line, named[i].command);
	}
	for (unsigned int i = 0; i < nentries; i++)
		if (!entries[i].named)
			wrong("tests/" LIST ":%u: no document names '%s'",
			      entries[i].line, entries[i].command);
	check("documents and list name the same commands");
}

static void few_left_out(void)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < nentries; i++) {
		if (strcmp(entries[i].where, "never"))
			continue;
		if (++count > MAX_NEVER || strlen(entries[i].says) < 10)
			wrong("tests/" LIST ":%u: the %uth that is never run, "
			      "because '%s'", entries[i].line, count,
			      entries[i].says);
	}
	check("five at most are not run, each for a reason");
}

/* check.sh has each that is marked so, outside of what only make full runs. */
static void in_check(void)
{
	char *text = read_file("proof/check.sh"), want[MAX_COMMAND + 20];

	for (unsigned int i = 0; i < nentries; i++) {
		snprintf(want, sizeof(want), " as_written '%s'\n",
			 entries[i].command);
		if (!strcmp(entries[i].where, "check") != !!strstr(text, want))
			wrong("tests/" LIST ":%u: '%s': check.sh says "
			      "otherwise", entries[i].line,
			      entries[i].command);
	}
	if (!strstr(text, "\" list full >"))
		wrong("check.sh does not run the list's");
	check("make check runs those that are marked so");
	free(text);
}

/* run_by: make <group> or -g <group>, in the list or in check.sh */
static bool run_by(const char *group, const char *check_sh)
{
	char make[80], option[80];

	snprintf(make, sizeof(make), "make %s", group);
	snprintf(option, sizeof(option), "tests/run -g %s", group);
	for (unsigned int i = 0; i < nentries; i++)
		if (strcmp(entries[i].where, "never") &&
		    (!strcmp(entries[i].command, make) ||
		     !strcmp(entries[i].command, option)))
			return true;
	snprintf(option, sizeof(option), "tests/run\" -g %s ", group);
	return strstr(check_sh, option);
}

static void groups(void)
{
	char *check_sh = read_file("proof/check.sh"), *line, *group;
	char *all = read_file("cases.cfg"), *text = all;

	while ((line = strsep(&text, "\n"))) {
		if (strncmp(line, "groups = ", 9))
			continue;
		for (line += 9; (group = strsep(&line, " ")); )
			if (!run_by(group, check_sh))
				wrong("tests/cases.cfg: nothing runs the group "
				      "'%s'", group);
	}
	check("each group of cases is run");
	free(all);
	free(check_sh);
}

static int compare(void)
{
	printf("KTAP version 1\n1..4\n");
	read_list();
	same_commands();
	few_left_out();
	in_check();
	groups();
	return failed ? 1 : 0;
}

/* --- one of them --------------------------------------------------------- */

static char output[1 << 22];

/* filled: @command with what its reader puts in */
static void filled(const char *command, char *to, size_t size)
{
	while (*command) {
		const char *is = NULL;

		for (size_t i = 0; i < sizeof(holes) / sizeof(*holes); i++) {
			size_t len = strlen(holes[i].word);

			if (strncmp(command, holes[i].word, len))
				continue;
			is = holes[i].is;
			command += len;
		}
		snprintf(to, size, "%.*s", is ? (int)strlen(is) : 1,
			 is ? is : command);
		command += !is;
		size -= strlen(to);
		to += strlen(to);
	}
}

/* What a reader stops stops whole: the command has a process group. */
static volatile pid_t child;

static void stop(int signal)
{
	if (child > 0)
		kill(-child, signal == SIGINT ? SIGTERM : signal);
	_exit(128 + signal);
}

/* start: the command as a user types it; its output comes from there */
static FILE *start(const struct entry *e)
{
	char command[2 * MAX_COMMAND] = "exec 2>&1 </dev/null\n";
	size_t len = strlen(command);
	int ends[2];

	filled(e->command, command + len, sizeof(command) - len);
	unsetenv("MAKEFLAGS");
	unsetenv("MAKELEVEL");
	unsetenv("MFLAGS");
	fflush(stdout);
	if (pipe(ends))
		return NULL;
	child = fork();
	if (!child) {
		setpgid(0, 0);
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		execl("/bin/sh", "sh", "-c", command, NULL);
		_exit(127);
	}
	setpgid(child, child);
	close(ends[1]);
	for (unsigned int i = 0; i < 3; i++)
		signal((int []){ SIGINT, SIGTERM, SIGHUP }[i], stop);
	return fdopen(ends[0], "r");
}

/* ended: waits for it; its exit status */
static int ended(FILE *from)
{
	int status;

	fclose(from);
	if (waitpid(child, &status, 0) < 0)
		return EXIT_ERROR;
	child = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 128 + WTERMSIG(status);
}

/* status_of: make's is 2 for all; what it started had the one it tells. */
static int status_of(const struct entry *e, int status)
{
	char *at = output, *last = NULL;

	if (status != 2 || strncmp(e->command, "make ", 5))
		return status;
	while ((at = strstr(at, "\nmake: *** [")))
		last = at++;
	if (last && (at = strstr(last, "] Error ")))
		status = atoi(at + 8);
	return status;
}

/* run_entry: its exit status; output[] has the end of what it said. */
static int run_entry(const struct entry *e, bool show)
{
	FILE *from = start(e);
	size_t used = 1;
	char line[4096];

	strcpy(output, "\n");
	while (from && fgets(line, sizeof(line), from)) {
		size_t len = strlen(line);

		if (show) {
			fputs(line, stdout);
			fflush(stdout);
		}
		if (used + len >= sizeof(output)) {
			used /= 2;
			memmove(output, output + used, used);
		}
		memcpy(output + used, line, len + 1);
		used += len;
	}
	return from ? status_of(e, ended(from)) : EXIT_ERROR;
}

static bool says(const char *pattern)
{
	regex_t re;
	bool found;

	if (!strcmp(pattern, "-"))
		return false;
	if (regcomp(&re, pattern, REG_EXTENDED | REG_NEWLINE | REG_NOSUB)) {
		printf("# no pattern: %s\n", pattern);
		return false;
	}
	found = !regexec(&re, output, 0, NULL, 0);
	regfree(&re);
	return found;
}

/* word_of: 0, 77, or what it ended with; with the reason at @why. */
static int word_of(const struct entry *e, int status, char *why, size_t size)
{
	*why = 0;
	if (status != e->status && says(e->unless)) {
		snprintf(why, size, "SKIP: this machine cannot run '%s'",
			 e->command);
		return EXIT_SKIP;
	}
	if (status != e->status) {
		snprintf(why, size, "'%s' ended with %d, not %d", e->command,
			 status, e->status);
		return status ? status : EXIT_ERROR;
	}
	if (strcmp(e->says, "-") && !says(e->says)) {
		snprintf(why, size, "error: '%s' does not say '%s'",
			 e->command, e->says);
		return EXIT_ERROR;
	}
	return 0;
}

static int run(const char *command)
{
	struct entry *e = entry_of(command);
	char why[2 * MAX_COMMAND];
	const char *at = getenv("WHY");
	int status, word;
	FILE *log;

	if (!e || chdir("..")) {
		fprintf(stderr, "error: '%s' is not in tests/" LIST "\n",
			command);
		return EXIT_ERROR;
	}
	setenv("SECONDS", "60", 0);	/* of fuzz-run; 600 else */
	setenv("HERE", getcwd(output, sizeof(output)), 1);
	status = run_entry(e, true);
	word = word_of(e, status, why, sizeof(why));
	if (!word || (word == status && status != e->status))	/* has said why */
		return word;
	fprintf(stderr, "%s\n", why);
	log = at ? fopen(at, "a") : NULL;
	if (log) {
		fprintf(log, "%s\n", why);
		fclose(log);
	}
	return word;
}

/* --- the short ones ------------------------------------------------------ */

static void run_unit(const struct entry *e, const char *dir)
{
	char place[512], why[2 * MAX_COMMAND];
	int word;

	snprintf(place, sizeof(place), "%s/tree", dir);
	setenv("LINUX", place, 1);
	if (strcmp(e->place, "p"))	/* for others it is none */
		unsetenv("LINUX");
	snprintf(place, sizeof(place), "%s/%s", dir, e->place);
	if (chdir(place)) {
		wrong("%s: %s", place, strerror(errno));
		check(e->command);
		return;
	}
	word = word_of(e, run_entry(e, false), why, sizeof(why));
	if (word == EXIT_SKIP) {
		printf("ok %u %s # SKIP %s\n", ++n, e->command, why + 6);
		return;
	}
	if (word) {
		wrong("%s; the output:", why);
		for (char *s = output, *line; (line = strsep(&s, "\n")); )
			printf("#   %s\n", line);
	}
	check(e->command);
}

/* --- that it sees what is wrong ------------------------------------------ */

/* shell: its exit status, its output in output[] */
static int shell(const char *command)
{
	struct entry e = { .command = (char *)command };

	return run_entry(&e, false);
}

/* In the copy, whose files are as they were behind it. */
static void control(const struct control *c, const char *self)
{
	char command[4096];
	int status;

	for (unsigned int i = 0; i < 3 && c->more[i].file; i++) {
		FILE *f;

		snprintf(command, sizeof(command), "cp %s %s.keep",
			 c->more[i].file, c->more[i].file);
		f = shell(command) ? NULL : fopen(c->more[i].file, "a");
		if (!f || fputs(c->more[i].text, f) < 0 || fclose(f))
			wrong("%s: %s", c->more[i].file, strerror(errno));
	}
	snprintf(command, sizeof(command), "%s %s", self, c->args);
	status = shell(command);
	if (status != c->status || !says(c->says))
		wrong("exit status %d, and not %d with '%s': %s", status,
		      c->status, c->says, output);
	for (unsigned int i = 0; i < 3 && c->more[i].file; i++) {
		snprintf(command, sizeof(command), "mv %s.keep %s",
			 c->more[i].file, c->more[i].file);
		shell(command);
	}
	check(c->name);
}

static int unit(const char *dir)
{
	char self[512] = "", tests[512];

	printf("KTAP version 1\n");
	for (unsigned int i = 0; i < nentries; i++)
		if (!strcmp(entries[i].where, "unit"))
			run_unit(entries + i, dir);
	snprintf(tests, sizeof(tests), "%s/copy/tests", dir);
	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0 ||
	    chdir(tests))
		wrong("%s: %s", tests, strerror(errno));
	for (size_t i = 0; i < ncontrols; i++)
		control(controls + i, self);
	printf("1..%u\n", n);
	return failed || !n;
}

int main(int argc, char **argv)
{
	if (argc == 1)
		return compare();
	read_list();
	if (bad || argc != 3)
		return EXIT_ERROR;
	if (!strcmp(argv[1], "unit"))
		return unit(argv[2]);
	if (!strcmp(argv[1], "run"))
		return run(argv[2]);
	for (unsigned int i = 0; i < nentries; i++)
		if (!strcmp(entries[i].where, argv[2]))
			printf("%s\n", entries[i].command);
	return 0;
}
