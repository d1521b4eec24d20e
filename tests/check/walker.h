/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One entry point being walked: the state in hand, those that wait and those
 * that were seen, and how the path came here.
 */
#ifndef CHECK_WALKER_H
#define CHECK_WALKER_H

#include "check/entries.h"
#include "check/state.h"

struct check;

/* A state seen, and the least depth it was seen at. */
struct seat {
	struct key k;
	uint16_t depth;
};

/* A step of a path; its parent is the one before. */
struct node {
	uint32_t parent;
	uint32_t what;		/* enum step | feature or state << 8 */
	uint64_t ip;
	uint64_t key;		/* a half of that of the state it was come to in */
	char *text;		/* --path: the instruction */
};

/* S_FORK: a branch could go the other way as well; no step to be told of */
enum step { S_START, S_JUMP, S_CALL, S_RET, S_ON, S_OFF, S_EVENT, S_INSN,
	    S_CCALL, S_WRONG, S_FIXUP, S_FORK };

struct walker {
	struct check *c;
	const struct entry *e;
	bool gate_on;
	struct fvec start;	/* what was decided there */
	struct state *todo;
	uint32_t *todo_node;
	size_t ntodo, captodo;
	size_t head;		/* --path: the first that waits yet */
	struct seat *seen;
	size_t nseen, capseen;
	struct state *turn;	/* the last round of a loop that is widened */
	struct node *node;
	size_t nnode, capnode;
	uint64_t steps;
	/* while one state runs */
	struct state *s;
	uint32_t at;		/* its node */
	uint64_t here;		/* address of the instruction */
	bool done;		/* this path ends */
	bool joined;		/* ... for another was in the same state there */
	bool quiet;		/* what breaks a rule here is not told */
	bool reached_user, reached_kernel;
	bool stopped;		/* or ends otherwise, as shown or told */
	bool gave_up;		/* too many steps: no verdict */
	uint32_t out;		/* --path: the node that ends it */
	uint64_t home, home_end;	/* the entry's own function, outside the */
	uint64_t cold, cold_end;	/* entry text, and what GCC split off it */
};

/* One more step of the path in hand. */
void add_node(struct walker *w, uint64_t ip, uint32_t what);
/* The *n steps from the start to end, to be freed; NULL: no memory, said. */
uint32_t *path_to(const struct walker *w, uint32_t end, size_t *n);
/* s is walked when this path has ended, from here on. */
void later(struct walker *w, const struct state *s);
/* Takes up one that waits; false: none. */
bool next_state(struct walker *w);
/* Has the state in hand been at its address before, as shallow? It has now. */
bool seen(struct walker *w);
/*
 * s goes back to where the path in hand has been. A counter makes a state of its
 * own of each round: after so many, what differs from one to the next is not
 * known any more, so that they end.
 */
void widen(struct walker *w, struct state *s);
/* Of E_VMENTER, at a branch: what s does not need. */
void forget_way(struct walker *w, struct state *s);
/* The path in hand goes on at ip, or ends where it has been there so before. */
void go(struct walker *w, uint64_t ip, enum step step);
/* What broke a rule on the path in hand, at the instruction in hand. */
void found(struct walker *w, const char *rule, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/*
 * Was that feature decided to be off on the path in hand? Not where no site has
 * asked for it yet, and not where the kernel has none such.
 */
bool is_off(const struct walker *w, enum told feature);
void walker_free(struct walker *w);

#endif
