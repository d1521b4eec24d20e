// SPDX-License-Identifier: GPL-2.0-only
/* The command line. */
#include <stdio.h>
#include <string.h>

#include "alter/alter.h"
#include "check/check.h"
#include "check/judge.h"

static const char usage_text[] =
"Usage: ibrs-alter nops|mend vmlinux\n"
"       ibrs-alter mended rule vmlinux file\n"
"Is the checker right about a kernel? It is asked about the same one with a\n"
"few other bytes in it, one change at a time.\n"
"\n"
"  nops    each instruction that IBRS on entry is made of becomes NOPs: a rule\n"
"          is broken then, or there is a reason why not\n"
"  mend    each finding is mended: it is gone then, and no other comes\n"
"  mended  leaves in file what mend makes of the findings of one rule, to boot\n"
"\n"
"Exit status: 0 it is right, 1 it is not, 2 could not tell.\n";

int main(int argc, char **argv)
{
	struct check c = { .opt.max_steps = 4000000 };
	enum word word = W_ERROR;

	bool file = argc == 5 && !strcmp(argv[1], "mended");

	if (!file && (argc != 3 || (strcmp(argv[1], "nops") &&
				    strcmp(argv[1], "mend")))) {
		fputs(usage_text, stderr);
		return word_exit(W_ERROR);
	}
	c.opt.path = argv[2 + file];
	if (image_open(&c, c.opt.path) && judge_read(&c) && judge_entries(&c))
		word = file ? mended(&c, argv[2], argv[4]) :
		       strcmp(argv[1], "nops") ? mend(&c) : nops(&c);
	judge_free(&c);
	if (fflush(stdout) || ferror(stdout)) {	/* nobody was told */
		perror("ibrs-alter: standard output");
		word = W_ERROR;
	}
	return word_exit(word);
}
