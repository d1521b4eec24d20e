// SPDX-License-Identifier: GPL-2.0-only
/* The command line, and the order of the work. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"

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
"  --list          list the entry points\n"
"  --insns         list the instructions of the entry text, and the\n"
"                  alternatives of all of it, as tab-separated lines; no\n"
"                  entry point has to be known\n"
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
	{ "list", no_argument, NULL, 'l' },
	{ "insns", no_argument, NULL, 'i' },
	{ "tsv", no_argument, NULL, 't' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 }
};

enum listing { LIST_NOT, LIST_ENTRIES, LIST_INSNS };

static bool one_path(struct check *c)
{
	char *name;
	char *colon;
	bool ok = true;

	if (c->opt.via_name) {
		c->opt.via = symbol_named(&c->im, c->opt.via_name);
		if (!c->opt.via) {
			error_(c, "--via %s: no such symbol", c->opt.via_name);
			return false;
		}
	}
	name = strdup(c->opt.show);
	colon = name ? strchr(name, ':') : NULL;
	if (colon) {
		c->opt.to_kernel = !strcmp(colon, ":kernel");
		*colon = 0;
	}
	for (size_t i = 0; name && i < c->nentry; i++)
		if (!strcmp(c->entry[i].name, name)) {
			ok = walk_entry(c, &c->entry[i],
					c->entry[i].kind != E_XEN);
			free(name);
			return ok;
		}
	free(name);
	error_(c, "--path %s: no such entry point; --list names them",
	       c->opt.show);
	return false;
}

static bool work(struct check *c, enum listing list)
{
	if (!image_open(c, c->opt.path))
		return false;
	if (c->opt.symbols && !image_symbols(c, c->opt.symbols))
		return false;
	if (!layout_read(c) || !tables_read(c))
		return false;
	if (list == LIST_INSNS) {
		list_insns(c);
		return true;
	}
	if (!entries_find(c))
		return false;
	if (list == LIST_ENTRIES) {
		list_entries(c);
		return true;
	}
	if (c->opt.show)
		return one_path(c);
	if (!judge(c))
		return false;
	report_findings(c);
	return true;
}

int main(int argc, char **argv)
{
	/* ten times what all entry points of a kernel take together */
	struct check c = { .opt.max_steps = 4000000 };
	enum listing list = LIST_NOT;
	int opt, ret = 2;

	while ((opt = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (opt) {
		case 's':
			c.opt.symbols = optarg;
			break;
		case 'e':
			if (c.opt.nadd == 16) {
				fprintf(stderr, "error: more than 16 --entry\n");
				return 2;
			}
			c.opt.add[c.opt.nadd++] = optarg;
			break;
		case 'p':
			c.opt.show = optarg;
			break;
		case 'V':
			c.opt.via_name = optarg;
			break;
		case 'l':
			list = LIST_ENTRIES;
			break;
		case 'i':
			list = LIST_INSNS;
			break;
		case 't':
			c.opt.tsv = true;
			break;
		case 'v':
			c.opt.verbose = true;
			break;
		case 'h':
			fputs(usage_text, stdout);
			return 0;
		default:
			fputs(usage_text, stderr);
			return 2;
		}
	}
	if (optind + 1 != argc) {
		fputs(usage_text, stderr);
		return 2;
	}
	c.opt.path = argv[optind];
	if (work(&c, list) && !c.broken)
		ret = !list && c.nfind ? 1 : 0;
	report_free(&c);
	tables_free(&c.t);
	image_close(&c.im);
	return ret;
}
