/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The entry code, instruction by instruction: what the checker lists and walks,
 * and what the sweeps have executed and hit.  An instruction is known by its
 * function and offset, which all of them name.
 */
#ifndef PAGE_CODE_H
#define PAGE_CODE_H

#include "page/input.h"

enum { IBRS, CR3, GS, IF, NR_STATES };

struct step {			/* of a path that the checker lists */
	const char *state[NR_STATES];
	char *name, *insn;
};

struct walk {
	const char *entry;	/* as it was asked for */
	const char *failed;	/* what the checker said in place of a path */
	struct step *step;
	size_t n;
};

struct walks {
	struct walk *w;
	size_t n;
};

/* False, with the reason in @why, where there is none, or one is not understood. */
bool walks_read(struct walks *all, char *why, size_t len);
const struct walk *walk_of(const struct walks *all, const char *entry);
/* Is the MSR known to have IBRS clear, before @s? */
bool step_open(const struct step *s);

struct spot {
	char *name;		/* "nmi+0x1" */
	uint64_t addr;
	const char *insn;
	const char *state[NR_STATES];	/* "SET|clear" where paths differ */
	bool open;		/* step_open() on a path */
	bool nop;
	const struct cover_row *hit[2];	/* by sweep */
};
enum { SWEEP_NMI, SWEEP_DB };

struct code {
	struct spot *p;	/* by address */
	size_t n;
	size_t unlisted;	/* executed, and not in what the checker lists */
};

/* False, with the reason in @why, where nothing is listed. */
bool code_read(struct code *c, const struct walks *w,
	       const struct result *const *sweep, char *why, size_t len);

/* sweep.c */
struct doc;
/* What its numbers of  count. */
void sweep_say(struct doc *d, const char *name, const struct result *r,
	       enum inject kind);
/* A table of tests/proof/sweep.exclude. */
void sweep_excused(struct doc *d);
/*
 * What the sweep @name of the entry image hit of the functions that @list names,
 * " nmi 57, debug 3".
 */
void sweep_image(struct doc *d, const struct input *in, const char *name,
		 const enum inject *kind, size_t nkinds, const char *list);
/* Reads the sweeps at hand, for sweep_never(): the cells of a function. */
void sweep_others(const struct input *in);
void sweep_never(struct doc *d, const char *function, size_t len);

#endif
