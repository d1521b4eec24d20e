/* SPDX-License-Identifier: GPL-2.0-only */
/* What ibrs-check --insns lists of an image, and the symbols of a System.map. */
#ifndef REPORT_LISTING_H
#define REPORT_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct insn {
	uint64_t addr;		/* of a label: of what it stands before */
	char *text;		/* as listed; "<nmi>:" of a label */
	bool label;
};

struct listing {
	struct insn *insn;
	size_t n;
};

/* All that the entry image enters and leaves by. */
#define ENTRY_TEXT	"entry irqentry trampoline"

/* Is it none that is executed: a label, or padding? */
bool insn_padding(const struct insn *in);

/*
 * The instructions of the ranges named in @ranges (a list with blanks between),
 * a label before each that a symbol stands at.  -1 with errno when @path cannot
 * be read; a list may be empty.
 */
int listing_read(struct listing *l, const char *path, const char *ranges);
/* The index of the instruction at @addr, -1 when there is none. */
long listing_at(const struct listing *l, uint64_t addr);

struct symbols;
/* NULL with errno when the System.map at @path cannot be read. */
struct symbols *symbols_read(const char *path);
/*
 * Where @addr is in the image: the trampoline runs at an alias, a page for each
 * processor.
 */
uint64_t symbols_home(const struct symbols *s, uint64_t addr);
/* The first address @name has in the kernel's half; 0 for none. */
uint64_t symbol_addr(const struct symbols *s, const char *name);

#endif
