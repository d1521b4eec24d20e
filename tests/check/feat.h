/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the patching of a site depends on: CPU features and jump labels, by
 * name, and which of them is the gate that IBRS on entry stands behind.
 */
#ifndef CHECK_FEAT_H
#define CHECK_FEAT_H

#include <stdbool.h>
#include <stdint.h>

#include "check/symbol.h"

struct check;

#define MAX_FEAT 64		/* as struct fvec has bits */

#define CAPABILITY	20	/* of struct cpuinfo_x86 of v4.15: the features */
#define VENDOR		1	/* of it */
#define VENDOR_AMD	2

enum feat_kind { FEAT_CPU, FEAT_LABEL };

struct feat {
	enum feat_kind kind;
	uint64_t id;		/* CPUID bit number, or the label's key */
	char name[PLACE_LEN];
	bool on, off;		/* walked so */
};

/* Which features of a path are decided, and how; val is a part of known. */
struct fvec {
	uint64_t known, val;
};

/* Those whose number the image can tell (told.h). */
enum told { TOLD_RETPOLINE, TOLD_LFENCE, TOLD_PTI, TOLD_SRSO, TOLD_SRSO_ALIAS,
	    TOLD_FENCE_USER, TOLD_FENCE_KERNEL, TOLD_UNRET, TOLD_ENTRY_IBPB,
	    TOLD_VERW, TOLD_HISTORY, NR_TOLD };

struct features {
	struct feat feat[MAX_FEAT];
	int n;			/* those that any path has asked for */
	int gate;		/* index of the IBRS gate, -1 none */
	uint64_t gate_id;
	bool chosen;		/* what goes with the gate is read (forced.h) */
	bool chosen_fence;	/* and that ibrs_no_pti does without PTI */
	struct {
		bool is;
		uint64_t id;
		int index;	/* of feat[], and 1; 0: not asked for yet */
	} told[NR_TOLD];
};

/* Its index, a new one where it is asked for the first time. */
int feat_index(struct check *c, enum feat_kind kind, uint64_t id);
/* One that the kernel has no text for, as "pti"; -1: unknown here. */
int feat_named(struct check *c, const char *name);
/* One whose purpose is known here, by name, else NULL. */
const char *feat_known(const struct check *c, uint64_t id);
/* Does only the version of the kernel say which number f has? */
bool feat_by_version(const struct check *c, const struct feat *f);
/* Sets c->ft.gate. After the tables. */
void gate_find(struct check *c);

static inline void fvec_set(struct fvec *f, int i, bool on)
{
	f->known |= 1ull << i;
	f->val = on ? f->val | 1ull << i : f->val & ~(1ull << i);
}

#endif
