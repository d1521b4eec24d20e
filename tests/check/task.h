/* SPDX-License-Identifier: GPL-2.0-only */
/* What the command line asks for, of an image. */
#ifndef CHECK_TASK_H
#define CHECK_TASK_H

#include "rules/words.h"

struct check;

/* Reads the files that c->opt names; false where one is none, said. */
bool task_open(struct check *c);
/* Does what c->opt asks for, and says it; opened: what task_open() gave. */
enum word task_do(struct check *c, bool opened);

#endif
