/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands of ibrs-alter; each returns the word that the kernel gets. */
#ifndef ALTER_ALTER_H
#define ALTER_ALTER_H

#include "rules/words.h"

struct check;

enum word nops(struct check *c);
enum word mend(struct check *c);

#endif
