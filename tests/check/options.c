// SPDX-License-Identifier: GPL-2.0-only
/* Options: each once, and only those that go together. */
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>

#include "check/check.h"
#include "check/options.h"
#include "check/util.h"

static const char usage_text[] =
"Usage: ibrs-check [option...] vmlinux\n"
"Proves the rules of IBRS on kernel entry on a vmlinux without running it.\n"
"\n"
"  --symbols FILE  symbols of a stripped one: System.map, /proc/kallsyms\n"
"  --module FILE   a module of that kernel as well, a .ko; also those which it\n"
"                  needs, each by one more --module\n"
"  --entry SYM[:KIND]  one more entry point; KIND is syscall, gate (the\n"
"                  default), error (a gate with an error code), ist, leave,\n"
"                  function\n"
"  --off FEATURE   that one is off, whatever is presumed of it; by the name\n"
"                  that --tsv gives it\n"
"  --tsv           the result as tab-separated lines\n"
"  --json          the result as one JSON object\n"
"  --verbose       how much was walked; with --json the path to each finding\n"
"\n"
"In place of a verdict:\n"
"  --path SYM[:kernel]  list one path from the entry point SYM to user mode,\n"
"                  or back to the kernel\n"
"  --via SYM       --path: one that goes through SYM, or calls it\n"
"  --list          list the entry points\n"
"  --insns         list the instructions of the entry text, and the\n"
"                  alternatives of all of it, as tab-separated lines; no\n"
"                  entry point has to be known\n"
"  --kallsyms      list the symbols of a stripped one, as /proc/kallsyms does\n"
"Without a vmlinux:\n"
"  --rules         list the rules, and what is looked at\n"
"  --explain RULE  what is said of R7, C-MSR or another in Documentation/\n"
"  --help          this\n"
"\n"
"Exit status: 0 no finding, 1 findings, 2 could not judge.\n";

static const struct option options[] = {
	{ "symbols", required_argument, NULL, 's' },
	{ "module", required_argument, NULL, 'm' },
	{ "entry", required_argument, NULL, 'e' },
	{ "path", required_argument, NULL, 'p' },
	{ "via", required_argument, NULL, 'V' },
	{ "off", required_argument, NULL, 'o' },
	{ "list", no_argument, NULL, 'l' },
	{ "insns", no_argument, NULL, 'i' },
	{ "kallsyms", no_argument, NULL, 'k' },
	{ "tsv", no_argument, NULL, 't' },
	{ "json", no_argument, NULL, 'j' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "rules", no_argument, NULL, 'r' },
	{ "explain", required_argument, NULL, 'x' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 }
};

void options_help(void)
{
	fputs(usage_text, stdout);
}

__attribute__((format(printf, 1, 2)))
static bool bad(const char *fmt, ...)
{
	va_list ap;

	fputs("error: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return false;
}

static bool once(const char **to, const char *name)
{
	if (*to)
		return bad("--%s twice: give it once", name);
	*to = optarg;
	return true;
}

static bool task(struct options *o, enum task task)
{
	if (o->task != JUDGE && o->task != task)
		return bad("one of --path, --list, --insns, --kallsyms, --rules, --explain and --help at a time");
	o->task = task;
	return true;
}

static bool format(struct options *o, enum format format)
{
	if (o->format != AS_TEXT && o->format != format)
		return bad("--tsv and --json: one of them at a time");
	o->format = format;
	return true;
}

static bool entry(struct options *o)
{
	if (o->nadd == MAX_ADD)
		return bad("more than %d --entry: judge the rest by another run",
			   MAX_ADD);
	o->add[o->nadd++] = optarg;
	return true;
}

static bool module(struct options *o)
{
	if (o->nmodule == MAX_MODULES)
		return bad("more than %d --module: give it KVM's, and what these need",
			   MAX_MODULES);
	o->module[o->nmodule++] = optarg;
	return true;
}

/* argv[at - 1] is it; getopt_long() has no other word for what is wrong. */
static bool no_option(char **argv, int opt, int at)
{
	if (opt == ':')
		return bad("%s: what of? It takes a value (--help)",
			   argv[at - 1]);
	return bad("%s: no such option, or not with a value; --help lists them",
		   argv[at - 1]);
}

static bool option(struct options *o, int opt, char **argv)
{
	switch (opt) {
	case 's':
		return once(&o->symbols, "symbols");
	case 'e':
		return entry(o);
	case 'm':
		return module(o);
	case 'p':
		return once(&o->show, "path") && task(o, SHOW_PATH);
	case 'V':
		return once(&o->via_name, "via");
	case 'o':
		return once(&o->off, "off");
	case 'l':
		return task(o, LIST_ENTRIES);
	case 'i':
		return task(o, LIST_INSNS);
	case 'k':
		return task(o, LIST_SYMBOLS);
	case 't':
		return format(o, AS_TSV);
	case 'j':
		return format(o, AS_JSON);
	case 'v':
		o->verbose = true;
		return true;
	case 'r':
		return task(o, LIST_RULES);
	case 'x':
		return once(&o->explain, "explain") && task(o, EXPLAIN);
	case 'h':
		return task(o, HELP);
	}
	return no_option(argv, opt, optind);
}

/* What would be left out of account without a word. */
static bool go_together(const struct options *o)
{
	bool judges = o->task == JUDGE;
	bool walks = judges || o->task == SHOW_PATH;

	if (o->via_name && o->task != SHOW_PATH)
		return bad("--via goes with --path");
	if (o->off && !walks)
		return bad("--off goes with a verdict or with --path");
	if (o->nadd && !walks && o->task != LIST_ENTRIES)
		return bad("--entry goes with a verdict, --path or --list");
	if ((o->format != AS_TEXT || o->verbose) && !judges)
		return bad("--tsv, --json and --verbose go with a verdict");
	if (o->verbose && o->format == AS_TSV)
		return bad("--verbose goes with --json, or with neither: --tsv has all of it");
	return true;
}

/* The one file; none where nothing is read. */
static bool file(struct options *o, int argc, char **argv)
{
	bool reads = o->task != HELP && o->task != LIST_RULES &&
		     o->task != EXPLAIN;

	if (!reads && (optind < argc || o->symbols || o->nmodule))
		return bad("--rules, --explain and --help read no file");
	if (!reads)
		return true;
	if (optind == argc)
		return bad("no vmlinux: ibrs-check [option...] vmlinux (--help)");
	if (optind + 1 < argc)
		return bad("%s, %s: one vmlinux at a time", argv[optind],
			   argv[optind + 1]);
	o->path = argv[optind];
	return true;
}

bool options_read(struct options *o, int argc, char **argv)
{
	int opt;

	opterr = 0;
	optind = 0;
	while ((opt = getopt_long(argc, argv, ":h", options, NULL)) != -1)
		if (!option(o, opt, argv))
			return false;
	return go_together(o) && file(o, argc, argv);
}
