// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-page - one page that shows what result files say, for who has ten minutes.
 * No number of it is from anywhere else, and no word: tests/report gave them.
 *
 * In the project's directory:
 *   ibrs-page collect	what is there now, to build/report/
 *   ibrs-page page	build/report/index.html
 *   ibrs-page text	build/report/mail.txt, and on standard output
 *
 * Exit status: 0 it was written, whatever its word is; 2 it was not.
 */
#include <stdio.h>
#include <string.h>

#include "page/page.h"

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "collect"))
		return collect();
	if (argc == 2 && !strcmp(argv[1], "page"))
		return page_write(false);
	if (argc == 2 && !strcmp(argv[1], "text"))
		return page_write(true);
	fputs("usage: ibrs-page collect|page|text\n", stderr);
	return 2;
}
