// SPDX-License-Identifier: GPL-2.0-only
/* Returns, near and far, IRET, tables of jump targets. */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/ends.h"
#include "check/flow.h"
#include "check/operand.h"
#include "check/rules.h"
#include "check/util.h"

#define MAX_TABLE 1024		/* entries; a switch has not as many */

/*
 * A path that goes to where nothing is known of would go unjudged from there
 * on: that is a finding, whatever else is right.
 */
static void lost(struct walker *w, const char *what)
{
	w->done = w->stopped = true;
	found(w, "C-FLOW", "%s to an address that cannot be told", what);
}

/*
 * Where C called what is walked: on the stack that it came with, or, behind a
 * context switch, on one that another task has left in this way.
 */
static bool to_caller(const struct walker *w, const struct val *v)
{
	const struct val *sp = &w->s->r[RSP];

	if (w->e->kind != E_LEAVE && w->e->kind != E_FUNCTION)
		return false;
	return sp->kind == V_STK && ((sp->aux == STK_C && sp->c == 8) ||
				     (sp->aux >= STK_FIRST &&
				      v->kind == V_SLOT));
}

void ret_to(struct walker *w, const char *what)
{
	struct val v = pop(w);

	if (v.kind == V_CONST && follow(w, v.c, false)) {
		go(w, v.c, S_RET);
	} else if (w->e->kind == E_VMENTER) {
		/* not to the guest, this time */
		w->done = w->reached_kernel = true;
	} else if (to_caller(w, &v)) {
		rule_to_caller(w);
		w->done = true;
	} else {
		lost(w, what);
	}
}

/* A selector that was built here, of user mode or of the kernel. */
static bool is_cs_of(const struct val *cs, bool user)
{
	return cs->kind == V_CONST && !!(cs->c & 3) == user;
}

/*
 * A part of the path: to kernel text that the walk knows, by a selector of the
 * kernel, or CS as it was read. sync_core() and the NMI's code unmask NMIs so.
 */
static bool stays(struct walker *w, const struct val *rip, const struct val *cs)
{
	return rip->kind == V_CONST && follow(w, rip->c, false) &&
	       (is_cs_of(cs, false) || cs->kind == V_TOP);
}

static void irq_by_iret(struct walker *w, const struct val *fl)
{
	struct state *s = w->s;

	s->irq = v_irq(fl);
	if (s->irq != NO)
		rule_irq_on(w);
}

/*
 * A frame that was built here goes where it says. Else it is a way out, and
 * back to where the entry came from: it has the CS that it was delivered with.
 * Of 16 or 32 bits it takes parts of that for other words.
 */
void iret(struct walker *w, const struct insn *in)
{
	struct state *s = w->s;
	struct val rip, cs, fl, sp;

	if (in->op != ZYDIS_MNEMONIC_IRETQ) {
		lost(w, "IRET that is not of 64 bits");
		return;
	}
	if (w->e->fred) {	/* ERETU, ERETS: below the frame, its error code */
		pop(w);
		if (w->e->user)
			s->gs = GS_USER;
	}
	rip = pop(w);
	cs = pop(w);
	fl = pop(w);
	sp = pop(w);
	add_node(w, w->here, S_EVENT);
	if (stays(w, &rip, &cs)) {
		rule_gone(w, "IRET");
		s->r[RSP] = sp;
		irq_by_iret(w, &fl);
		go(w, rip.c, S_JUMP);
		return;
	}
	if (is_cs_of(&cs, false)) {
		lost(w, "IRET");
		return;
	}
	w->done = true;
	rule_regs_iret(w);
	if (s->from == FROM_USER || is_cs_of(&cs, true))
		rule_to_user(w);
	else
		rule_to_kernel(w);
}

/* RETF of 64 bits: RIP, CS, and where it leaves the kernel RSP and SS. */
static bool pops_64(const struct insn *in)
{
	for (int i = in->nvisible; i < in->nop; i++)
		if (in->o[i].kind == OP_MEM)
			return in->o[i].size == 16;
	return false;
}

/*
 * R1 names them all. A far return is followed like an IRET; what a far jump or
 * call goes by lies in memory, which is not known.
 */
void far_branch(struct walker *w, const struct insn *in)
{
	struct state *s = w->s;
	struct val rip, cs;

	rule_branch(w, "far branch");
	if (w->done)
		return;
	if (in->op != ZYDIS_MNEMONIC_RET || !pops_64(in)) {
		lost(w, "far branch");
		return;
	}
	add_node(w, w->here, S_EVENT);
	rip = pop(w);
	cs = pop(w);
	if (in->nvisible && s->r[RSP].kind == V_STK)
		s->r[RSP].c += in->o[0].disp;
	if (stays(w, &rip, &cs)) {
		go(w, rip.c, S_RET);
	} else if (is_cs_of(&cs, true) ||
		   (cs.kind == V_FRAME && s->from == FROM_USER)) {
		w->done = true;
		rule_to_user(w);
	} else {
		lost(w, "far branch");
	}
}

/* Entry n of a table; false: there is none that points into this function. */
static bool table_entry(struct walker *w, uint64_t table, int n, uint64_t *to)
{
	const uint8_t *p = image_at(&w->c->im, table + n * 8, 8);

	*to = p ? get64(p) : 0;
	return p && follow(w, *to, false);
}

/* Its end is not known: at most what follows it is taken for a part of it. */
bool by_table(struct walker *w, const struct operand *o)
{
	struct state other = *w->s;
	int n = 0;

	if (o->kind != OP_MEM || o->gs || o->rip || o->reg != REG_NONE ||
	    o->index == REG_NONE || !table_entry(w, o->disp, 0, &other.ip))
		return false;
	rule_branch(w, "indirect jump");
	while (!w->done && n < MAX_TABLE &&
	       table_entry(w, o->disp, n++, &other.ip))
		later(w, &other);
	if (n == MAX_TABLE)
		lost(w, "jump by a table");
	w->done = true;
	return true;
}
