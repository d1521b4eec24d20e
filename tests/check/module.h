/* SPDX-License-Identifier: GPL-2.0-only */
/* Modules that are judged with the kernel: KVM's, and what these need. */
#ifndef CHECK_MODULE_H
#define CHECK_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;
struct image;

#define MAX_MODULES	16

struct module {
	const char *path;
	void *elf;
	uint8_t *buf;
	size_t len;
	uint64_t *addr;			/* of each section, 0: it has none */
	size_t nsec;
	void *syms;			/* Elf_Data, and where their names are */
	size_t strs;
};

/* Beside the kernel, which is open. These print the one error line. */
bool modules_open(struct check *c, const char *const *path, int n);
void modules_close(struct image *im);

#endif
