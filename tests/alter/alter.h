/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands of ibrs-alter; each returns the word that the kernel gets. */
#ifndef ALTER_ALTER_H
#define ALTER_ALTER_H

#include "rules/words.h"

struct check;

enum word nops(struct check *c);
enum word mend(struct check *c);
/* @c with the findings of @rule mended, into the file @to. */
enum word mended(struct check *c, const char *rule, const char *to);

#endif
