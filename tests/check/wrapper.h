/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Functions that access the MSR whose number they are given: a call of one is
 * an access. Known by name, by an RDMSR or WRMSR in the image whose number its
 * function does not make, and by a call of such a one that passes an argument
 * on.
 */
#ifndef CHECK_WRAPPER_H
#define CHECK_WRAPPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;
struct insn;
struct scan;

struct wrapper {
	uint64_t addr;
	bool write;
	uint8_t arg;		/* which argument is the number; 0: not known */
};

enum access { ACCESS_NONE, ACCESS_READ, ACCESS_WRITE };

/* Into c->wrap. */
void wrappers_find(struct check *c);
/* What a call of in does, of any MSR. */
enum access call_accesses(const struct check *c, const struct insn *in);
/* The same; by is the one it calls, NULL: known by name. */
enum access call_access(const struct check *c, const struct insn *in,
			const struct wrapper **by);
/* A jump or call by a register that holds a constant goes there. */
struct insn call_resolved(const struct scan *s, const struct insn *in);
/* The argument, from 1, is in this register. */
int argument_reg(unsigned int arg);
/* Some RDMSR, WRMSR or WRMSRNS, or a branch to a wrapper, in these bytes. */
bool has_access(const struct scan *s, const uint8_t *p, size_t len,
		uint64_t addr);

#endif
