/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file: its sections, symbols and bytes, by address. Nothing else reads
 * ELF, and what is in the file is believed nowhere: a size, an offset or a
 * name can be anything.
 */
#ifndef CHECK_ELF_H
#define CHECK_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/module.h"
#include "check/symbol.h"

struct check;

struct section {
	const char *name;
	uint64_t addr, size;
	const uint8_t *data;		/* NULL: no bytes in the file */
	bool exec, write;
	uint8_t module;			/* of which: from 1 on, 0 is the kernel */
};

struct image {
	void *elf;
	uint8_t *buf;
	size_t len;
	char *strings;			/* --symbols, kallsyms: their text */
	bool kallsyms;			/* the symbols are of those tables */
	struct section *sec;
	size_t nsec;
	struct symbol *sym;		/* by address */
	size_t nsym;
	struct symbol **byname;
	int major, minor;		/* of the kernel; 0 unknown */
	bool debug;			/* has line numbers */
	struct module mod[MAX_MODULES];
	int nmod;
	uint64_t next;			/* behind the last one of these */
};

/* These print the one error line and return false. */
bool image_open(struct check *c, const char *path);
/* Takes buf over, whatever it returns. */
bool image_parse(struct check *c, uint8_t *buf, size_t len);
/* All of a file, and a 0 behind it; with its name in what is wrong. */
uint8_t *image_read(struct check *c, const char *path, size_t *len);
/* In place of the file's: System.map, or /proc/kallsyms without modules. */
bool image_symbols(struct check *c, const char *path);
/* The same of a text with a 0 behind it, taken over; path is what it is called. */
bool image_symbols_parse(struct check *c, const char *path, char *text,
			 size_t len);
/* Once all symbols are there: by address, by name, and the version. */
bool image_index(struct check *c);
void image_close(struct image *im);

/* What is at addr, at most len bytes; NULL where the file has none. */
const uint8_t *image_at(const struct image *im, uint64_t addr, size_t len);
/* How many bytes the file has from addr to the end of its section. */
size_t image_room(const struct image *im, uint64_t addr);
const struct section *section_of(const struct image *im, uint64_t addr);
const struct section *section_named(const struct image *im, const char *name);
/*
 * A table of the image: its section, or from one symbol to another where the
 * linker has put it into a larger one. NULL: there is none.
 */
const uint8_t *image_table(const struct image *im, unsigned int module,
			   const char *section, const char *start,
			   const char *stop, uint64_t *addr, size_t *len);

#endif
