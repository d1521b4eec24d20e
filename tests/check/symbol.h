/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Symbols: which one an address belongs to. Several may stand at one address,
 * and some only mark where a section begins: those name no code.
 */
#ifndef CHECK_SYMBOL_H
#define CHECK_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image;

/*
 * No symbol is longer than those of the kernel may be (KSYM_NAME_LEN), so what
 * has room for one and an offset cuts none.
 */
#define MAX_SYMBOL	511
#define PLACE_LEN	(MAX_SYMBOL + 32)

struct symbol {
	uint64_t addr, size;		/* size 0: unknown */
	const char *name;
	bool func;
};

/* Puts those of im in order, once all are read; false: out of memory. */
bool symbols_index(struct image *im);
/* The last symbol at or before addr, of several at one address a function. */
const struct symbol *symbol_at(const struct image *im, uint64_t addr);
/* The function that addr is in; NULL where it is in none. */
const struct symbol *function_at(const struct image *im, uint64_t addr);
/* Where s ends, by its size or by what follows it. */
uint64_t symbol_end(const struct image *im, const struct symbol *s);
const struct symbol *symbol_named(const struct image *im, const char *name);
/* sym+0x12 in buf */
const char *place(const struct image *im, uint64_t addr, char *buf, size_t len);
/* sym where addr is one's, else as place() */
const char *name_of(const struct image *im, uint64_t addr, char *buf,
		    size_t len);

#endif
