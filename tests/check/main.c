// SPDX-License-Identifier: GPL-2.0-only
/* The command line. */
#include <stdio.h>

#include "check/check.h"
#include "check/judge.h"
#include "check/options.h"
#include "check/pages.h"
#include "check/task.h"
#include "rules/words.h"

static enum word work(struct check *c)
{
	switch (c->opt.task) {
	case HELP:
		options_help();
		return W_PASS;
	case LIST_RULES:
		pages_list();
		return W_PASS;
	case EXPLAIN:
		return page_print(c->opt.explain) ? W_PASS : W_ERROR;
	default:
		return task_do(c, task_open(c));
	}
}

int main(int argc, char **argv)
{
	/* ten times what all entry points of a kernel take together */
	struct check c = { .opt.max_steps = 4000000 };
	enum word word;

	if (!options_read(&c.opt, argc, argv))
		return word_exit(W_ERROR);
	word = work(&c);
	judge_free(&c);
	if (fflush(stdout) || ferror(stdout)) {	/* nobody was told */
		perror("error: standard output");
		word = W_ERROR;
	}
	return word_exit(word);
}
