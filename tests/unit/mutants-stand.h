/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands in for the kernel, the checker and tests/run in mutants.c: its
 * own program under their names, which does what the line "mutant <word>" of
 * entry_64.S asks for.
 */
#ifndef UNIT_MUTANTS_STAND_H
#define UNIT_MUTANTS_STAND_H

/* stand_ins: puts them, and two cases and a bad one, into the fake project */
void stand_ins(void);
/* stand_in: does not return where the program was called as one of them */
void stand_in(int argc, char **argv);

#endif
