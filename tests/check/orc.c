// SPDX-License-Identifier: GPL-2.0-only
/* ORC tables: read, and held against the stacks of a walk. */
#include <string.h>

#include "check/check.h"
#include "check/fetch.h"
#include "check/reach.h"
#include "check/util.h"
#include "check/walker.h"

#define ORC_SIZE 6		/* struct orc_entry */

enum { ORC_UNDEFINED = 0, ORC_DX = 2, ORC_DI = 3, ORC_BP = 4, ORC_SP = 5,
       ORC_R10 = 6, ORC_R13 = 7, ORC_SP_INDIRECT = 9 };
enum { ORC_CALL, ORC_REGS, ORC_IRET };

/* As the kernel sorts: the end of an object's table before what follows. */
static int orc_order(const void *x, const void *y)
{
	const struct orc *a = x, *b = y;

	if (a->ip != b->ip)
		return a->ip < b->ip ? -1 : 1;
	return (a->reg != ORC_UNDEFINED) - (b->reg != ORC_UNDEFINED);
}

bool orc_read(struct check *c)
{
	const struct section *ip = section_named(&c->im, ".orc_unwind_ip");
	const struct section *en = section_named(&c->im, ".orc_unwind");
	struct orcs *t = &c->orc;
	size_t cap = 0;

	if (!ip || !en || !ip->data || !en->data || c->im.major > 4)
		return true;
	if (ip->size % 4 || en->size % ORC_SIZE ||
	    ip->size / 4 != en->size / ORC_SIZE) {
		error_(c, ".orc_unwind and .orc_unwind_ip do not have as many entries");
		return false;
	}
	for (size_t i = 0; i < ip->size / 4; i++) {
		const uint8_t *p = en->data + i * ORC_SIZE;
		int32_t rel;
		struct orc o;

		memcpy(&rel, ip->data + i * 4, 4);
		memcpy(&o.off, p, 2);
		o.ip = ip->addr + i * 4 + rel;
		o.reg = p[4] & 15;
		o.type = p[5] & 3;
		if (!in_entry_text(c, o.ip))
			continue;
		t->orc = grow(t->orc, t->n, &cap, sizeof(o));
		t->orc[t->n++] = o;
	}
	sort(t->orc, t->n, sizeof(*t->orc), orc_order);
	return true;
}

static const struct orc *orc_at(const struct orcs *t, uint64_t ip)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (t->orc[mid].ip <= ip)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? &t->orc[lo - 1] : NULL;
}

static enum reg base_of(const struct orc *o)
{
	static const uint8_t regs[] = {
		[ORC_DX] = RDX, [ORC_DI] = RDI, [ORC_BP] = RBP, [ORC_SP] = RSP,
		[ORC_R10] = R10, [ORC_R13] = R13, [ORC_SP_INDIRECT] = RSP,
	};

	return o->reg < sizeof(regs) && regs[o->reg] ?
	       (enum reg)regs[o->reg] : REG_NONE;
}

/* True: looked at, and *ok is the verdict. */
static bool slot_is(struct walker *w, uint32_t stack, int64_t off, bool cs,
		    bool *ok)
{
	const struct val v = slot_get(w->s, stack, off);

	*ok = false;
	if (off >= 0 && (stack == STK_THREAD || stack == STK_TRAMP))
		return true;	/* above its top */
	if (v.kind == V_TOP || v.kind == V_SLOT)
		return false;
	if (cs)
		*ok = (v.kind == V_FRAME && v.c == 1) || v_is_cs(&v);
	else
		*ok = v.kind == V_CONST && in_entry_text(w->c, v.c);
	return true;
}

/*
 * C-ORC: at each instruction the unwinder finds the return address, or the CS
 * that the CPU saved, where the walk has put it. An NMI can come at any one,
 * and a backtrace that goes astray there is of no use, or never ends.
 *
 * A base that is no known stack, a slot that C may have written: no
 * verdict. Two places are wrong in v4.15 itself, and only noted: the stack of
 * the trampoline on the way out, which has no hint, and a native PUSHF; POP in
 * place of a paravirt call.
 */
void rule_orc(struct walker *w, const struct fetch *f)
{
	const struct orc *o = orc_at(&w->c->orc, w->here);
	enum reg base = o ? base_of(o) : REG_NONE;
	bool cs = o && o->type != ORC_CALL, ok;
	struct val sp;
	int64_t at;

	if (base == REG_NONE || !in_entry_text(w->c, w->here))
		return;
	sp = w->s->r[base];
	at = o->off;
	if (o->reg == ORC_SP_INDIRECT && sp.kind == V_STK) {
		sp = slot_get(w->s, sp.aux, sp.c + at);
		at = 0;
	}
	if (sp.kind != V_STK)
		return;
	at += o->type == ORC_REGS ? 17 * 8 : o->type == ORC_IRET ? 8 : -8;
	if (!slot_is(w, sp.aux, sp.c + at, cs, &ok))
		return;
	mark(w->c, w->here, MARK_ORC);
	judged_at(w->c, C_ORC, w->here);
	if (!ok && (f->pv || sp.aux == STK_TRAMP))
		note_place(w->c, NOTE_HINT, w->here);
	else if (!ok)
		found(w, "C-ORC", "the unwinder takes %s0x%llx(%%%s)%s for the %s, which is not there",
		      at < 0 ? "-" : "", (unsigned long long)(at < 0 ? -at : at),
		      reg_name(base),
		      o->reg == ORC_SP_INDIRECT ? ", indirect," : "",
		      cs ? "saved CS" : "return address");
}
