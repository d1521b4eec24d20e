/* SPDX-License-Identifier: GPL-2.0-only */
/* Findings and paths as text. */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include "check/walker.h"

/* All findings, for people or (--tsv) for programs. */
void report_findings(struct check *c);
/* --path: what a reviewer reads instead of the entry code. */
void report_path(struct walker *w);

#endif
