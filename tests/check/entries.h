/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where walks begin: the ways into the kernel, and the C functions that clear
 * IBRS or enter a guest.
 */
#ifndef CHECK_ENTRIES_H
#define CHECK_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/symbol.h"
#include "rules/sites.h"

struct check;
struct symbol;

enum entry_kind {
	E_SYSCALL,		/* from user mode only, no frame */
	E_GATE,			/* interrupt or fault, frame pushed */
	E_IST,			/* can hit at any instruction */
	E_LEAVE,		/* ret_from_fork: starts protected, leaves */
	E_FUNCTION,		/* a C function that writes the MSR */
	E_XEN,			/* the hypervisor enters: xenpv on, gate off */
	E_VMEXIT,		/* in a C function, behind VMRUN and the like */
	E_VMENTER,		/* that function from its start, up to there */
	E_SWITCH,		/* of stacks, from task to task */
};

struct entry {
	uint64_t addr;
	char name[PLACE_LEN];
	enum entry_kind kind;
	bool error_code;
	bool user;		/* from user mode only */
	bool trap;		/* by a trap gate, which leaves IF as it was */
	bool fred;		/* by FRED: the CPU switches GS, and has no PTI */
	bool called;		/* E_LEAVE: by C, and has no pt_regs */
	bool fatal;		/* #DF: comes back to the kernel, or never */
	const struct symbol *home;	/* E_VMEXIT, E_VMENTER, E_SWITCH: its function */
	bool svm;		/* E_VMEXIT: by VMRUN, which leaves with GIF=0 */
	bool refused;		/* E_VMEXIT: IBRS is not used on such a CPU */
	enum site_class cls;	/* E_FUNCTION: why it accesses the MSR */
	bool init;		/* E_FUNCTION: freed once the kernel is up */
	bool armed;		/* E_FUNCTION: a path of it returns with IBRS set by it */
	bool kept;		/* E_FUNCTION: one ends in what never returns, set */
	int pti;		/* 1, 0: only with that; -1 any */
};

struct entries {
	struct entry *entry;
	size_t n;
	uint64_t nmi;		/* where its gate leads, by a table; or 0 */
	struct entry **func;	/* C functions, in the order they were found */
	size_t nfunc, capfunc;
	uint64_t *alike;	/* stubs like the first of their array, which is walked */
	size_t nalike, capalike;
};

/* What has to fill the return stack (R14). */
static inline bool fills_rsb(const struct entry *e)
{
	return e->kind == E_VMEXIT || e->kind == E_SWITCH;
}

/* What goes to a guest, or comes from one. */
static inline bool of_guest(const struct entry *e)
{
	return e->kind == E_VMEXIT || e->kind == E_VMENTER;
}

/* Code of C: only its own text is followed. */
static inline bool in_c(const struct entry *e)
{
	return e->kind == E_FUNCTION || e->kind == E_VMENTER || fills_rsb(e);
}

/* All ways in, with those of --entry. False: none, or not such a one; said. */
bool entries_find(struct check *c);
/* The one at addr, a new one where there is none; NULL: out of memory, said. */
struct entry *way_in(struct check *c, const char *name, uint64_t addr,
		     enum entry_kind kind, bool error_code);
/* One more of the C functions; the caller says what it is. */
struct entry *entry_new(struct check *c, const char *name, uint64_t addr,
			enum entry_kind kind);
void entries_free(struct entries *e);

#endif
