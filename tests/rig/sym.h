/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest kernel's symbols, from System.map or /proc/kallsyms. */
#ifndef RIG_SYM_H
#define RIG_SYM_H

#include <stddef.h>
#include <stdint.h>

struct sym {
	uint64_t addr;
	const char *name;
	uint32_t hash;		/* of the name, for sym_addr() */
	char type;
	uint8_t note;		/* of whoever looks it up; 0 at first */
};

struct symtab {
	struct sym *by_addr;	/* sorted by address */
	size_t n;
	char *text;		/* the file, cut into strings */
};

/*
 * sym_load - read @path into @t.  Takes System.map, /proc/kallsyms, or what the
 * guest has printed of the latter: lines between KALLSYMS-BEGIN and
 * KALLSYMS-END N, which are N, or they were cut.
 * Returns 0, or -1 with one line saying what is wrong in @err.
 */
int sym_load(struct symtab *t, const char *path, char *err, size_t errlen);

/* Address of @name, 0 when absent. */
uint64_t sym_addr(const struct symtab *t, const char *name);

/* The code symbol at or below @addr (the nearest), or NULL. */
const struct sym *sym_at(const struct symtab *t, uint64_t addr);

/* "name+0x12" for @addr, or the bare number, in @buf; returns @buf. */
const char *sym_format(const struct symtab *t, uint64_t addr, char *buf,
		       size_t len);

/*
 * sym_move - the kernel is @by further up than @t has it.  What is neither of it
 * nor per CPU, as a module of another boot, is forgotten.
 */
void sym_move(struct symtab *t, uint64_t by);

void sym_free(struct symtab *t);

#endif
