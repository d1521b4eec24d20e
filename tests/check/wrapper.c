// SPDX-License-Identifier: GPL-2.0-only
/* Who accesses MSRs for others. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/scan.h"
#include "check/util.h"
#include "check/wrapper.h"

/* RDMSR, WRMSR, WRMSRNS */
static bool has_msr(const uint8_t *p, size_t len)
{
	return memmem(p, len, "\x0f\x32", 2) || memmem(p, len, "\x0f\x30", 2) ||
	       memmem(p, len, "\x0f\x01\xc6", 3);
}

static void each(struct scan *s, const struct insn *in)
{
	struct check *c = s->c;
	bool write = in->op == ZYDIS_MNEMONIC_WRMSR;
	struct wrapper *last = c->nwrap ? &c->wrap[c->nwrap - 1] : NULL;

	if ((!write && in->op != ZYDIS_MNEMONIC_RDMSR) || s->known[RCX] ||
	    !s->fn || in_entry_text(c, s->fn->addr))
		return;
	if (last && last->addr == s->fn->addr) {
		last->write |= write;
		return;
	}
	c->wrap = grow(c->wrap, c->nwrap, &c->capwrap, sizeof(*c->wrap));
	c->wrap[c->nwrap++] = (struct wrapper){ s->fn->addr, write };
}

void wrappers_find(struct check *c)
{
	struct scan s = { .c = c, .each = each, .wanted = has_msr };

	scan_text(&s);
}

static enum access by_name(const char *name)
{
	if (!strcmp(name, "pv_cpu_ops") || !strcmp(name, "pv_ops"))
		return ACCESS_WRITE;	/* or a read: which is not told */
	if (!strstr(name, "msr"))
		return ACCESS_NONE;
	return strstr(name, "rdmsr") || strstr(name, "read") ? ACCESS_READ :
	       ACCESS_WRITE;
}

static enum access by_target(const struct check *c, uint64_t to)
{
	const struct symbol *s = symbol_at(&c->im, to);

	for (size_t i = 0; i < c->nwrap; i++)
		if (c->wrap[i].addr == to)
			return c->wrap[i].write ? ACCESS_WRITE : ACCESS_READ;
	return s ? by_name(s->name) : ACCESS_NONE;
}

/*
 * Through a pointer: what it holds in the file, which for paravirt's is what
 * they are patched to on bare metal; or else what the pointer is named.
 */
static enum access by_pointer(const struct check *c, const struct operand *m)
{
	const struct symbol *s;
	const uint8_t *slot;
	enum access a;

	if (m->kind != OP_MEM || !m->abs || m->gs)
		return ACCESS_NONE;
	slot = image_at(&c->im, m->disp, 8);
	a = slot && get64(slot) ? by_target(c, get64(slot)) : ACCESS_NONE;
	s = symbol_at(&c->im, m->disp);
	return a == ACCESS_NONE && s ? by_name(s->name) : a;
}

enum access call_accesses(const struct check *c, const struct insn *in)
{
	if (in->branch == BR_CALL || in->branch == BR_JMP)
		return by_target(c, in->target);
	if (in->branch == BR_CALL_IND)
		return by_pointer(c, &in->o[0]);
	return ACCESS_NONE;
}
