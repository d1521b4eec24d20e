/* SPDX-License-Identifier: GPL-2.0-only */
/* All of the work, in its order. */
#ifndef CHECK_JUDGE_H
#define CHECK_JUDGE_H

#include <stdbool.h>

struct check;

/* These say what is wrong, once, and return false where they cannot go on. */
/* What is in the image, without a look at what it does. */
bool judge_read(struct check *c);
/* Where it is entered. */
bool judge_entries(struct check *c);
/* Every rule on every path. */
bool judge_all(struct check *c);
void judge_free(struct check *c);

#endif
