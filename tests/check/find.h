/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What comes out: findings, each once, and what is only told and counted:
 * notes, and the accesses to IA32_SPEC_CTRL.
 */
#ifndef CHECK_FIND_H
#define CHECK_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;
struct entry;
struct symbol;

/* A step of a finding's path, as struct node. */
struct line {
	uint64_t ip;
	uint32_t what;
};

struct finding {
	const char *rule;		/* a name of judged.def */
	unsigned int parts;		/* of it, a set of PART_BIT() */
	uint64_t addr;
	char *text;
	const struct entry *e;		/* NULL: of no path */
	struct line *path;
	size_t npath;
	const struct entry **also;	/* it is on their paths as well */
	size_t nalso;
};

/* An access to IA32_SPEC_CTRL anywhere in the text. */
struct use {
	uint64_t addr;
	const struct symbol *fn;
	bool write;
	bool direct;			/* an instruction here, not a call */
	bool guessed;			/* the number is not known, and 48h is near */
	bool sets, clears;		/* on a path with IBRS in use */
};

/* What is told and counted, and is no finding. */
struct note {
	const char *what;
	uint64_t addr;
	uint64_t branch;		/* of a leg: not taken there; else 0 */
	const struct entry *e;
	char text[64];			/* of a leg: in which state */
};

/* R13: the legs that are not taken, and what ends them but for a fence */
#define NOTE_PREDICTED	"predicted"	/* a branch that executes unprotected */
#define NOTE_LEG	"leg"		/* begins here */
#define NOTE_ARGUED	"argued"	/* a branch, with the user CR3 */
#define NOTE_ASSUMED	"assumed"	/* the WRMSR that sets IBRS */
#define NOTE_FENCED	"fenced"	/* an instruction that a CPU waits at */
#define NOTE_CUT	"cut"		/* its limit */
#define NOTE_HINT	"hint"		/* v4.15's own: no hint at a stack switch */
#define NOTE_VMEXIT	"vmexit"	/* behind which IBRS has to be set */
#define NOTE_REFUSED	"refused"	/* one where it is not in use: SVM */

struct results {
	struct finding *find;
	size_t nfind, capfind;
	struct use *use;
	size_t nuse, capuse;
	struct note *note;
	size_t nnote, capnote;
};

/*
 * The same rule, place and text from another entry point e is the same
 * finding. True: it is a new one, at *f, whose path is not filled in.
 */
bool finding_add(struct check *c, const char *rule, uint64_t addr,
		 const char *text, const struct entry *e, struct finding **f);
/* One that no path led to. */
void found_at(struct check *c, const char *rule, uint64_t addr,
	      const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* These keep the first of an address, and of a branch. */
void note_place(struct check *c, const char *what, uint64_t addr);
void note_add(struct check *c, struct note n);
void use_add(struct check *c, struct use u);
/* The one at addr; NULL: none. */
const struct use *use_at(const struct check *c, uint64_t addr);
void results_free(struct results *r);

#endif
