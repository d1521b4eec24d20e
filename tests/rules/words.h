/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words of a result (Documentation/rules.txt), their exit status, and
 * which of two wins.
 */
#ifndef RULES_WORDS_H
#define RULES_WORDS_H

/*
 * In the order of what wins.  A broken rule is FAIL whatever else could not be
 * judged; but a judge that lost track of a processor may have seen breaches
 * that are none, so what it says is ERROR, and called that.
 */
enum word {
	W_SKIP,			/* not run, with a reason: 77 */
	W_PASS,			/* exercised and held: 0 */
	W_ERROR,		/* no verdict could be had: 2 */
	W_FAIL,			/* the thing under test broke a rule: 1 */
	W_LOST,			/* the judge lost track: an ERROR over all */
	W_NR,
};

/* "PASS", "FAIL", "ERROR", "SKIP". */
const char *word_name(enum word w);
int word_exit(enum word w);

/* The one of the two that counts for both together. */
enum word word_worse(enum word a, enum word b);

/* W_ERROR where @name is none of the four. */
enum word word_of_name(const char *name);

/* What a program meant by its exit @status; one of no word is W_ERROR. */
enum word word_of_exit(int status);

#endif
