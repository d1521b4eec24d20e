/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For the tests of tests/run (tests/unit/guest prepares them): its cases, what
 * stands in for QEMU and the kernel, and what a run leaves.
 */
#ifndef UNIT_GUEST_H
#define UNIT_GUEST_H

#include <stdbool.h>

#define RESULTS "p/build/results/"
#define RUN "tests/run "
#define REPORT "IBRS_CASES=tests/cases.cfg build/tools/ibrs-report "

/* cases: is tests/cases.cfg, with the defaults and each one's line of words */
void cases(const char *text);
void stand_ins(void);
/* words: are these all that the summary has? A word and a case, and a blank. */
bool words(const char *want);

#endif
