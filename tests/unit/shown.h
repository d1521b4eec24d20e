/* SPDX-License-Identifier: GPL-2.0-only */
/* The result files that unit/shown.c makes a page of, below the current directory. */
#ifndef UNIT_SHOWN_H
#define UNIT_SHOWN_H

#include "report/cases.h"
#include "rules/record.h"

#define BENCH	"build/bench/bench.tsv"
#define PROOF	"Documentation/proof.md"
#define LAW	"Documentation/rules.txt"
#define GLOSSARY "Documentation/glossary.txt"
#define EXCLUDE	"tests/proof/sweep.exclude"
#define MOOT	"tests/proof/seeded.moot"
#define JUDGES	"rig 11 check 22 image 33"

extern const struct cases *cases;

/* All that a page is made of, anew: each case of make check is PASS. */
void whole(void);
/* The instrument's file of the case @name, with one injection of @kind. */
void rig(const char *name, enum inject kind);
void put(const char *name, const char *text);
/* "" where there is none. */
char *get(const char *name);
/* The first @from of @file is @to then. */
void change(const char *file, const char *from, const char *to);

#endif
