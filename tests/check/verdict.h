/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each rule comes to, in the words of Documentation/rules.txt, and all of
 * them together. A rule of which nothing was judged is no PASS: SKIP where it
 * was said why, else ERROR.
 */
#ifndef CHECK_VERDICT_H
#define CHECK_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/words.h"

struct check;
struct remark;

enum word verdict_of(const struct check *c, unsigned int rule);
/* A rule that is judged here: each has a place in judged.def. */
bool verdict_has(unsigned int rule);
size_t findings_of(const struct check *c, unsigned int rule);
/* The next remark at or behind *i on rule, of that kind; NULL: no more. */
const struct remark *remark_on(const struct check *c, size_t *i,
			       unsigned int rule, bool presumed);
/* How many notes of that kind there are. */
size_t notes(const struct check *c, const char *what);
/* Of all; where it is ERROR one line has said why. */
enum word verdict(struct check *c);

#endif
