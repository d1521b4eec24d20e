/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Functions that access the MSR whose number they are given: a call of one is
 * an access. Known by name, and by an RDMSR or WRMSR in the image whose number
 * its function does not make.
 */
#ifndef CHECK_WRAPPER_H
#define CHECK_WRAPPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;
struct insn;

struct wrapper {
	uint64_t addr;
	bool write;
};

enum access { ACCESS_NONE, ACCESS_READ, ACCESS_WRITE };

/* Into c->wrap. */
void wrappers_find(struct check *c);
/* What a call of in does, of any MSR. */
enum access call_accesses(const struct check *c, const struct insn *in);

#endif
