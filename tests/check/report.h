/* SPDX-License-Identifier: GPL-2.0-only */
/* What came out: for people, or for programs. */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include "check/walker.h"
#include "rules/words.h"

/*
 * The verdict, as c->opt.format has it, and its word. judged: false where there
 * was none to be had, which error_() has said.
 */
enum word report_verdict(struct check *c, bool judged);
void report_tsv(struct check *c);
/* One object, whatever happened. */
void report_json(struct check *c, bool judged, enum word word);
/* What a step of a path is called; NULL: it is not at a place. */
const char *step_word(uint32_t what);
/* --path: what a reviewer reads instead of the entry code. */
void report_path(struct walker *w);

#endif
