/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the entry code of this kernel lies, and the few variables that the
 * rules about stacks and page tables name.
 */
#ifndef CHECK_LAYOUT_H
#define CHECK_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

struct check;

struct range {
	uint64_t lo, hi;
	bool follow;		/* calls into it are followed, not only jumps */
	const char *name;
};

struct layout {
	struct range text[8];	/* the first is the entry text */
	int ntext;
	uint64_t top_of_stack, tss, tss_end;
	uint64_t tramp, tramp_end;	/* the page that is mapped twice */
	bool series;			/* it has x86_spec_ctrl_kernel */
};

static inline bool in_range(uint64_t addr, uint64_t lo, uint64_t hi)
{
	return addr - lo < hi - lo;
}

/* False: no entry text, said. */
bool layout_read(struct check *c);
bool in_entry_text(const struct check *c, uint64_t addr);

#endif
