// SPDX-License-Identifier: GPL-2.0-only
/* The command line. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/judge.h"
#include "check/kallsyms.h"
#include "check/list.h"
#include "check/report.h"
#include "check/walk.h"
#include "rules/words.h"

static const char usage_text[] =
"Usage: ibrs-check [option...] vmlinux\n"
"Proves the rules of IBRS on kernel entry on a vmlinux without running it.\n"
"\n"
"  --symbols FILE  symbols of a stripped one: System.map, /proc/kallsyms\n"
"  --entry SYM[:KIND]  one more entry point; KIND is syscall, gate (the\n"
"                  default), error (a gate with an error code), ist, leave,\n"
"                  function\n"
"  --path SYM[:kernel]  list one path from the entry point SYM to user mode,\n"
"                  or back to the kernel, and judge nothing\n"
"  --via SYM       --path: one that goes through SYM, or calls it\n"
"  --off FEATURE   that one is off, whatever is presumed of it; by the name\n"
"                  that --tsv gives it\n"
"  --list          list the entry points\n"
"  --insns         list the instructions of the entry text, and the\n"
"                  alternatives of all of it, as tab-separated lines; no\n"
"                  entry point has to be known\n"
"  --kallsyms      list the symbols of a stripped one, as /proc/kallsyms does\n"
"  --tsv           findings as tab-separated lines\n"
"  --verbose       one line of what was walked\n"
"\n"
"Documentation/rules.txt and checker.txt explain each message.\n"
"Exit status: 0 no finding, 1 findings, 2 could not judge.\n";

static const struct option options[] = {
	{ "symbols", required_argument, NULL, 's' },
	{ "entry", required_argument, NULL, 'e' },
	{ "path", required_argument, NULL, 'p' },
	{ "via", required_argument, NULL, 'V' },
	{ "off", required_argument, NULL, 'o' },
	{ "list", no_argument, NULL, 'l' },
	{ "insns", no_argument, NULL, 'i' },
	{ "kallsyms", no_argument, NULL, 'k' },
	{ "tsv", no_argument, NULL, 't' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 }
};

enum task { JUDGE, LIST_ENTRIES, LIST_INSNS, LIST_SYMBOLS };

/* The entry point of --path SYM[:kernel]; NULL: none is called so, said. */
static const struct entry *path_entry(struct check *c)
{
	size_t plain = strcspn(c->opt.show, ":");

	c->opt.to_kernel = !strcmp(c->opt.show + plain, ":kernel");
	for (size_t i = 0; i < c->en.n; i++) {
		const struct entry *e = &c->en.entry[i];

		if (strlen(e->name) == plain &&
		    !strncmp(e->name, c->opt.show, plain))
			return e;
	}
	error_(c, "--path %s: no such entry point; --list names them",
	       c->opt.show);
	return NULL;
}

static bool one_path(struct check *c)
{
	const struct entry *e;

	if (c->opt.via_name) {
		c->opt.via = symbol_named(&c->im, c->opt.via_name);
		if (!c->opt.via) {
			error_(c, "--via %s: no such symbol", c->opt.via_name);
			return false;
		}
	}
	e = path_entry(c);
	return e && walk_entry(c, e, e->kind != E_XEN);
}

/* --off: of one that no site asks for it would say nothing. */
static bool is_asked_for(struct check *c, const char *name)
{
	for (int i = 0; i < c->ft.n; i++)
		if (!strcmp(c->ft.feat[i].name, name) && c->ft.feat[i].off)
			return true;
	error_(c, "--off %s: no site asks for it; --tsv has the names", name);
	return false;
}

static bool judge(struct check *c)
{
	if (!judge_all(c))
		return false;
	if (c->opt.off && !is_asked_for(c, c->opt.off))
		return false;
	report_findings(c);
	return true;
}

static bool work(struct check *c, enum task task)
{
	if (!image_open(c, c->opt.path))
		return false;
	if (c->opt.symbols && !image_symbols(c, c->opt.symbols))
		return false;
	if (!judge_read(c))
		return false;
	if (task == LIST_SYMBOLS)
		return kallsyms_list(c);
	if (task == LIST_INSNS) {
		list_insns(c);
		return true;
	}
	if (!judge_entries(c))
		return false;
	if (task == LIST_ENTRIES) {
		list_entries(c);
		return true;
	}
	return c->opt.show ? one_path(c) : judge(c);
}

/* False: the usage has to be said. */
static bool option(struct options *o, int opt, enum task *task)
{
	switch (opt) {
	case 's':
		o->symbols = optarg;
		return true;
	case 'e':
		if (o->nadd == MAX_ADD) {
			fprintf(stderr, "error: more than %d --entry\n",
				MAX_ADD);
			exit(word_exit(W_ERROR));
		}
		o->add[o->nadd++] = optarg;
		return true;
	case 'p':
		o->show = optarg;
		return true;
	case 'V':
		o->via_name = optarg;
		return true;
	case 'o':
		o->off = optarg;
		return true;
	case 'l':
		*task = LIST_ENTRIES;
		return true;
	case 'i':
		*task = LIST_INSNS;
		return true;
	case 'k':
		*task = LIST_SYMBOLS;
		return true;
	case 't':
		o->tsv = true;
		return true;
	case 'v':
		o->verbose = true;
		return true;
	}
	return false;
}

static enum word word_of(const struct check *c, enum task task)
{
	if (c->broken)
		return W_ERROR;
	return task == JUDGE && c->res.nfind ? W_FAIL : W_PASS;
}

int main(int argc, char **argv)
{
	/* ten times what all entry points of a kernel take together */
	struct check c = { .opt.max_steps = 4000000 };
	enum task task = JUDGE;
	enum word word;
	int opt;

	while ((opt = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (opt == 'h') {
			fputs(usage_text, stdout);
			return word_exit(W_PASS);
		}
		if (!option(&c.opt, opt, &task)) {
			fputs(usage_text, stderr);
			return word_exit(W_ERROR);
		}
	}
	if (optind + 1 != argc) {
		fputs(usage_text, stderr);
		return word_exit(W_ERROR);
	}
	c.opt.path = argv[optind];
	word = work(&c, task) ? word_of(&c, task) : W_ERROR;
	judge_free(&c);
	if (fflush(stdout) || ferror(stdout)) {	/* nobody was told */
		perror("ibrs-check: standard output");
		word = W_ERROR;
	}
	return word_exit(word);
}
