/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an operand holds in the state in hand, and which stack an address is
 * on. A write by a pointer that nothing is known of may be to any stack, but
 * not in C, whose compiler sees to that. A pointer that a variable holds is
 * taken not to be one into a stack.
 */
#ifndef CHECK_OPERAND_H
#define CHECK_OPERAND_H

#include "check/decode.h"
#include "check/walker.h"

enum where { W_UNKNOWN, W_STACK, W_ABS, W_PERCPU };

struct addr {
	enum where where;
	uint32_t stack;		/* W_STACK */
	int64_t off;
};

struct addr address(struct walker *w, const struct operand *o);
struct val operand_read(struct walker *w, const struct operand *o);
void operand_write(struct walker *w, const struct operand *o, struct val v);
/*
 * RSP is about to be used: from here on it names a stack. What was loaded into
 * it tells which; where that is not known it is one of its own.
 */
void need_stack(struct walker *w);
void push(struct walker *w, struct val v);
struct val pop(struct walker *w);
/* As wide as in is: of 16 bits nothing is kept. */
void push_as(struct walker *w, const struct insn *in, struct val v);
struct val pop_as(struct walker *w, const struct insn *in);
/* __per_cpu_offset[], or what a kernel for one processor has for it */
bool is_percpu_offset(struct walker *w, uint64_t addr);
/* A variable of each CPU's own: reached by the GS base, or it is another. */
bool is_percpu(struct walker *w, uint64_t addr);

#endif
