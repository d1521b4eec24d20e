/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel's self-check says of a mutant, and whether it has to. */
#ifndef REPORT_MUTANT_SELF_H
#define REPORT_MUTANT_SELF_H

#include "report/mutant_read.h"
#include "report/result.h"
#include "rules/words.h"

/* The configuration of scripts/config that has the check, and what it stands on. */
#define SELF_KERNEL	"selfcheck"
#define SELF_RUN	"self"		/* the directory of its runs */
#define SELF_BASE	"small"

/*
 * What has to be bad in the table of the guest in @console, or that nothing may
 * be: W_PASS, or the word with @why.  @bad: the rows that are, parted by blanks,
 * or "-".
 */
enum word self_judge(const struct mutant *m, const char *console,
		     char bad[TEXT], char why[2 * TEXT]);
/* The same of a kernel without a mistake. */
enum word self_clean(const char *console, char why[2 * TEXT]);
/* Has the instrument seen C run in the kernel with IBRS clear? */
bool clear_in_c(const struct result *r);

#endif
