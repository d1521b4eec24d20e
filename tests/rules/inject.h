/* SPDX-License-Identifier: GPL-2.0-only */
/* The events that a sweep injects, as the plugin and its report name them. */
#ifndef RULES_INJECT_H
#define RULES_INJECT_H

#include <stdbool.h>
#include <stdint.h>

enum inject {
	INJ_NMI,		/* no NMI is being handled */
	INJ_NEST,		/* one is */
	INJ_DB,
	INJ_MC,
	INJ_NR,			/* those above are counted per instruction */
	INJ_UNMASK = INJ_NR,	/* #DB in do_nmi(), whose IRET lets NMIs in */
	INJ_KINDS,
};

/* "NMI", "NEST", ... */
const char *inject_name(unsigned int kind);

/* The kind of that name, INJ_KINDS when there is none. */
unsigned int inject_of_name(const char *name);

/*
 * Nested NMIs are demanded at what ran so often inside NMIs: a path that a
 * fault took there once has more instructions than that NMI can have others.
 */
#define NEST_DEMAND	64

struct inject_count {		/* the account of one instruction */
	bool user, window;	/* else it is of the entry text */
	uint64_t exec;
	uint64_t able[INJ_NR];	/* executed where that kind was possible */
	uint64_t sent[INJ_NR];
};

/* Is it one of those that a sweep with @kind has to reach? */
bool inject_wanted(const struct inject_count *c, unsigned int kind);
bool inject_covered(const struct inject_count *c, unsigned int kind);

#endif
