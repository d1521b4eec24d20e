/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/cases.cfg: what each run is to be and has to show. This is its only
 * reader; shell asks "ibrs-report case" and "ibrs-report cases".
 *
 * A section is a case. What it does not set itself comes from the case that
 * its `like' names, and so on, and at last from [default]; `what' alone is
 * always its own. A line that begins with a blank goes on with the one above.
 * In `require' @name stands for a set of [sets].
 */
#ifndef REPORT_CASES_H
#define REPORT_CASES_H

#include <stdbool.h>
#include <stdint.h>

enum case_key {
	K_WHAT, K_LIKE, K_GROUPS, K_KERNEL, K_SMP, K_MODEL, K_APPEND, K_MODE,
	K_MARK, K_NMI, K_MWAIT, K_PLUGIN, K_REQUIRE, K_KNOWN, K_SKIP, K_INSNS,
	K_FAULTS, K_FAULT_SITES, K_GUEST, K_SAME, K_TIMEOUT, K_SITES, K_FACT,
	K_SOAK, K_SWEEP, K_CONTROL, K_AGAIN, K_WHOLE, K_SAYS, K_THREADS, K_KASLR, K_TURNS,
	K_BREAKS, K_FLOOR, K_SET, K_SELFCHECK, NR_KEYS,
};

struct test_case {
	char *name;
	unsigned int line;		/* of its section */
	char *value[NR_KEYS];		/* as set there; NULL: not set there */
	unsigned int at[NR_KEYS];	/* the line of each */
	const struct test_case *like;
};

struct cases {
	const char *path;
	struct test_case *all;		/* [0] is [default] */
	unsigned int nr;
	unsigned int errors;
};

/*
 * cases_read - the file IBRS_CASES names, or tests/cases.cfg, as a whole.
 * Every mistake is a line on stderr, with file and line number; returns NULL
 * when there was one: a case that is only half understood would be weaker than
 * it looks.
 */
const struct cases *cases_read(void);

/* The case of that name, or NULL. */
const struct test_case *cases_find(const struct cases *c, const char *name);

/* What holds for @t, sets spelled out; "" where nobody sets it. */
const char *case_get(const struct cases *c, const struct test_case *t,
		     enum case_key key);
uint64_t case_num(const struct cases *c, const struct test_case *t,
		  enum case_key key);
/* Is @word one of the words of @list, parted by blanks? */
bool has_word(const char *list, const char *word);

/* keys.c: the name of @key, and what is wrong with @value (NULL: nothing). */
const char *key_name(enum case_key key);
enum case_key key_named(const char *name);	/* NR_KEYS: none */
const char *key_wrong(enum case_key key, const char *value, char *buf,
		      unsigned int len);

#endif
