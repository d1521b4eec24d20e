/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All ways through the function that goes to another mm, or to another guest, and
 * where there is an IBPB on each, with one feature on or off.
 */
#ifndef CHECK_WAYS_H
#define CHECK_WAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;
struct symbol;

/* A WRMSR of IA32_PRED_CMD. */
struct barrier {
	uint64_t addr;
	const struct symbol *fn;
	bool used;			/* on the way to another mm */
};

struct barriers {
	struct barrier *at;
	size_t n, cap;
	bool tried;			/* at boot: the MSR is there */
};

#define FEATURE_ALWAYS	(3u * 32 + 21)
#define NO_FEATURE	UINT32_MAX

/* What there is on the ways; an address is 0 where there is no such place. */
struct ways {
	uint32_t asked[64];		/* features, each once */
	size_t nasked;
	bool more;			/* of them, or of calls, than are looked at */
	bool issued, with;		/* an IBPB; a load of CR3 behind one */
	uint64_t without;		/* a load of CR3, and no IBPB before it */
	uint64_t twice;			/* a second one */
};

/*
 * Of fn, feature being as on says; NO_FEATURE: each as it may be. guest: it is
 * VMCSs that are loaded, and IBPB has to be behind the load. Marks those of b that
 * are on a way as used. What cannot be followed is a finding of R15.
 */
struct ways ways_of(struct check *c, struct barriers *b,
		    const struct symbol *fn, uint32_t feature, bool on,
		    bool guest);
/* VMPTRLD between the two, or with calls a call of what has it. */
bool loads_vmcs(const struct check *c, uint64_t at, uint64_t end, bool calls);

#endif
