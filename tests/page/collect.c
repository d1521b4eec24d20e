// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the page cannot count and no run leaves: which series, judges and commit
 * are there now, and what the checker lists of the kernel that was run.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "page/input.h"
#include "report/compare.h"

#define CHECKER	"build/tools/ibrs-check"
#define KERNEL	"build/kernel/small/vmlinux"
#define SYSTEM_MAP "build/kernel/small/System.map"
#define SYMBOLS	"symbols"

/* Each way in that the guest takes, and those from the kernel by an IST. */
static const char * const entries[] = {
	"entry_SYSCALL_64",
	"entry_SYSCALL_64_trampoline --via syscall_return_via_sysret",
	"entry_SYSENTER_compat", "entry_SYSCALL_compat", "entry_INT80_compat",
	"page_fault", "general_protection", "divide_error", "invalid_op",
	"apic_timer_interrupt", "irq_entries_start", "int3", "debug",
	"debug:kernel", "nmi", "nmi:kernel --via do_nmi", "double_fault:kernel",
	"machine_check", "machine_check:kernel", "ret_from_fork",
};

/* The output of a command, its lines joined by a blank. NULL when it failed. */
static char *said(const char *command)
{
	FILE *p = popen(command, "r");
	char *s = NULL;
	size_t cap = 0;
	ssize_t n;

	if (!p)
		return NULL;
	n = getdelim(&s, &cap, 0, p);
	if (pclose(p) || n <= 0)
		return NULL;
	while (n && s[n - 1] == '\n')
		s[--n] = 0;
	for (char *c = s; (c = strchr(c, '\n')); c++)
		*c = ' ';
	return s;
}

static int made_now(FILE *f)
{
	static const struct {
		const char *key, *command;
	} ask[] = {
		{ "series", "build/tools/series ids patches ''" },
		{ "sets", "build/tools/series names patches ''" },
		{ "judges", "build/tools/judges tests" },
		{ "base", "sed -n 's/^tag //p; s/^commit //p' patches/base" },
		{ "url", "sed -n 's/^url //p' patches/base" },
		{ "patches", "ls patches/[0-9]*.patch | wc -l" },
		{ "authors", "grep -hm1 '^From: ' patches/[0-9]*.patch | "
		  "sort -u | sed 's/^From: //'" },
	};
	char *commit = said("git rev-parse --short HEAD 2>/dev/null");

	for (size_t i = 0; i < sizeof(ask) / sizeof(ask[0]); i++) {
		char *s = said(ask[i].command);

		if (!s)
			return say(W_ERROR, "'%s' says nothing: make report from "
				   "the project's directory", ask[i].command);
		fprintf(f, "%s\t%s\n", ask[i].key, s);
	}
	fprintf(f, "commit\t%s\n", commit ? commit : "-");
	return 0;
}

/* The output of ibrs-check @what, behind @head. */
static int listed(FILE *f, const char *head, const char *what)
{
	char command[512], buf[1 << 14];
	FILE *p;
	size_t n;

	snprintf(command, sizeof(command), CHECKER " %s " KERNEL " 2>&1", what);
	p = popen(command, "r");
	if (!p)
		return say(W_ERROR, "%s: %s", CHECKER, strerror(errno));
	fputs(head, f);
	while ((n = fread(buf, 1, sizeof(buf), p)) > 0)
		fwrite(buf, 1, n, f);
	return pclose(p) ? say(W_ERROR, "%s could not: see " REPORT, command) : 0;
}

/*
 * An NMI that hits a window sets IBRS on a leg of paranoid_entry.  The checker
 * lists a path by the symbol it goes through, and that leg has none: it is given
 * one at its WRMSR and one at its end, and in what is listed they are put back.
 */
#define LEG	"paranoid_entry"
enum { LEG_SET, LEG_END, NR_LEG };
static const char * const leg_symbol[NR_LEG] = { LEG ".set", LEG ".end" };

struct leg {
	char *at[NR_LEG];		/* address, as it is listed */
	unsigned int offset[NR_LEG];
};

/* False where there is none: the function of another series. */
static bool leg_read(struct leg *l)
{
	char **line = lines_read(REPORT "/" INSNS), *f[5];
	bool jumped = false;
	unsigned int at;

	*l = (struct leg){ .at = { NULL } };
	for (; line && *line && !l->at[LEG_END]; line++) {
		if (fields(*line, f, 5) < 5 ||
		    sscanf(f[2], LEG "+%x", &at) != 1)
			continue;
		if (jumped || (!l->at[LEG_SET] && !strcmp(f[3], "wrmsr"))) {
			l->at[jumped] = f[1];
			l->offset[jumped] = at;
		}
		jumped = l->at[LEG_SET] && !strncmp(f[3], "jmp ", 4);
	}
	return l->at[LEG_END];
}

static bool leg_symbols(const struct leg *l)
{
	char **line = lines_read(SYSTEM_MAP);
	struct out o;

	if (!line || !out_open(&o, REPORT, SYMBOLS))
		return false;
	for (; *line; line++)
		fprintf(o.f, "%s\n", *line);
	for (int i = 0; i < NR_LEG; i++)
		fprintf(o.f, "%s t %s\n", l->at[i], leg_symbol[i]);
	return !out_close(&o);
}

/* @line with the function's name and offset for those of the two. */
static void leg_put_back(FILE *f, const char *line, const struct leg *l)
{
	for (const char *s; (s = strstr(line, LEG ".")); ) {
		int i = !strncmp(s, leg_symbol[LEG_END], strlen(leg_symbol[0])),
		    used = 0;
		unsigned int at;

		if (sscanf(s + strlen(leg_symbol[i]), "+%x%n", &at, &used) != 1)
			break;
		fprintf(f, "%.*s" LEG "+0x%x", (int)(s - line), line,
			at + l->offset[i]);
		line = s + strlen(leg_symbol[i]) + used;
	}
	fputs(line, f);
}

static int in_window(FILE *f)
{
	struct leg l;
	char *line = NULL;
	size_t cap = 0;
	FILE *p;

	if (!leg_read(&l) || !leg_symbols(&l))
		return 0;	/* that timeline says SKIP */
	p = popen(CHECKER " --symbols " REPORT "/" SYMBOLS " --path nmi:kernel "
		  "--via " LEG ".set " KERNEL " 2>&1", "r");
	if (!p)
		return say(W_ERROR, "%s: %s", CHECKER, strerror(errno));
	fputs(PATHS_HEAD "nmi:window\n", f);
	while (getline(&line, &cap, p) > 0)
		leg_put_back(f, line, &l);
	free(line);
	return pclose(p) ? say(W_ERROR, CHECKER " could not list an NMI in a "
			       "window: see " REPORT) : 0;
}

static int paths(FILE *f)
{
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		char what[128], head[128];
		int ret;

		snprintf(what, sizeof(what), "--path %s", entries[i]);
		snprintf(head, sizeof(head), PATHS_HEAD "%s\n", entries[i]);
		ret = listed(f, head, what);
		if (ret)
			return ret;
	}
	return in_window(f);
}

static int insns(FILE *f)
{
	return listed(f, "", "--insns");
}

static int to_file(const char *name, int (*write)(FILE *f))
{
	struct out o;
	int ret;

	if (!out_open(&o, REPORT, name))
		return 2;
	ret = write(o.f);
	if (!ret)
		return out_close(&o) ? 2 : 0;
	fclose(o.f);
	return ret;
}

int collect(void)
{
	int ret;

	if (mkdir(REPORT, 0777) && errno != EEXIST)
		return say(W_ERROR, "%s: %s", REPORT, strerror(errno));
	ret = to_file(MADE, made_now);
	if (ret)
		return ret;
	unlink(REPORT "/" INSNS);
	unlink(REPORT "/" PATHS);
	/* without a kernel that section says SKIP */
	if (access(KERNEL, R_OK))
		return 0;
	ret = to_file(INSNS, insns);
	return ret ? ret : to_file(PATHS, paths);
}
