// SPDX-License-Identifier: GPL-2.0-only
/*
 * NMI, nested NMI, #DB and #MC at every instruction of the entry text.
 *
 * NMI and #MC are raised while an instruction is about to execute and taken
 * right behind it.  A #DB is a breakpoint of the processor's own kind, which
 * leaves DR6 alone, on the instruction about to execute: QEMU is made to look
 * again, and takes it first.
 *
 * Each injection is a tag: raised, it waits here; delivered, it goes with the
 * event or the crossing into the judge; and when the judge sees that end the
 * tag comes back.  All state belongs to one processor.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rig/qemu.h"
#include "rig/vcpu.h"

/* Instructions executed less often are taken every other time. */
#define RARE		64
#define LAST_LINE	96
/* Where NMIs in plain user code fall: one in so many blocks, on average. */
#define AROUND_BLOCKS	1000
/* How often the guest is told whether something is missing, in such blocks. */
#define TELL_BLOCKS	16384

static int last_fd = -1;

int sweep_setup(void)
{
	struct sweep_cfg *c = &rig.sweep;
	char path[4096];

	c->on = c->n[INJ_NMI] || c->n[INJ_NEST] || c->n[INJ_DB] ||
		c->n[INJ_MC] || c->around;
	q_defer_interrupts(c->icount);
	if (!c->on && (c->control || c->arm || c->windows || c->exclude)) {
		fprintf(stderr, "ibrs-rig: control=, arm=, windows= and exclude= go "
			"with sweep=, nest=, db= or mc=\n");
		return -1;
	}
	/*
	 * An NMI that comes between an MMIO access and its second try, which
	 * -icount makes of it, has a first block without callbacks in 7.2.
	 */
	if (c->icount && rig.nmi) {
		fprintf(stderr, "ibrs-rig: nmi= would lose NMIs with icount=1: "
			"a sweep has them where no MMIO is\n");
		return -1;
	}
	if (!c->on)
		return 0;
	if (rig.nmi) {
		fprintf(stderr, "ibrs-rig: nmi= and a sweep exclude each "
			"other: an NMI would be counted for another\n");
		return -1;
	}
	if (c->control && !c->exclude) {
		fprintf(stderr, "ibrs-rig: control= needs exclude=FILE\n");
		return -1;
	}
	if (c->exclude && rows_load_exclusions(c->exclude))
		return -1;
	rig.cfg.back = sweep_back;
	snprintf(path, sizeof(path), "%s.last", rig.out);
	last_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (last_fd < 0)
		perror(path);
	return last_fd < 0 ? -1 : 0;
}

void sweep_start(struct vcpu *v)
{
	struct sweep *s = &v->sw;

	v->sweeping = rig.sweep.on;
	if (!v->sweeping || s->row)
		return;
	s->row = calloc(MAX_COVER, sizeof(*s->row));
	if (!s->row)
		abort();
	s->rnd = rig.seed * 2654435761u + 77 * v->index;
}

static uint64_t draw(struct sweep *s)
{
	s->rnd = s->rnd * 6364136223846793005ull + 1442695040888963407ull;
	return s->rnd >> 33;
}

/* A guest that dies says nothing: keep the place of its last injection. */
static void note_last(struct vcpu *v, unsigned int kind, uint64_t rip)
{
	char line[LAST_LINE + 1], name[64];
	int n;

	n = snprintf(line, sizeof(line), "cpu%u %s at %s ", v->index,
		     inject_name(kind), sym_format(&rig.syms,
		     row_unalias(rip), name, sizeof(name)));
	if (n < 0 || n >= LAST_LINE)
		n = LAST_LINE - 1;
	memset(line + n, ' ', (size_t)(LAST_LINE - n));
	line[LAST_LINE - 1] = '\n';
	if (pwrite(last_fd, line, LAST_LINE, v->index * LAST_LINE) < 0)
		last_fd = -1;
}

/* Between which executions the lot falls, one in so many. */
static unsigned int odds(const struct vcpu *v, unsigned int kind)
{
	const struct judge *j = &v->j;

	if (kind != INJ_NEST)
		return 4;
	if (v->sw.unmasked)
		return 16;
	/* or one NMI follows the other and nothing else gets done */
	for (unsigned int i = j->nev; i-- > 0; )
		if (j->ev[i].vec == VEC_NMI)
			return j->ev[i].tag &&
			       tag_kind(j->ev[i].tag) == INJ_NEST ? 256 : 32;
	return 32;
}

static bool lucky(struct vcpu *v, const struct cover *c, unsigned int kind)
{
	unsigned int one_in = odds(v, kind);

	if (c->sent[kind] >= rig.sweep.n[kind])
		return false;
	/* half of the rare ones: those before them took the NMI otherwise */
	if (c->exec < RARE && one_in > 2)
		one_in = 2;
	return !c->sent[kind] || !(draw(&v->sw) % one_in);
}

/* --- raising ------------------------------------------------------------ */

/*
 * The guest's own handler then prints a backtrace of this processor. The mask
 * is not in the user's page tables, which may be loaded: by physical address.
 */
static void ask_backtrace(struct vcpu *v)
{
	if (!rig.sweep.backtrace_mask || v->sw.blocks + 1 < rig.sweep.backtrace)
		return;
	v->sw.blocks = 0;
	if (!v->sw.mask_phys &&
	    q_phys(v->cpu, rig.sweep.backtrace_mask, &v->sw.mask_phys))
		return;
	q_phys_set_bit(v->sw.mask_phys, v->index);
	v->sw.backtraces++;
}

static void raise_at(struct vcpu *v, unsigned int row, unsigned int kind,
		     uint64_t rip)
{
	struct sweep *s = &v->sw;

	note_last(v, kind, rip);
	s->tag = tag_make(row, kind);
	s->age = 0;
	if (kind == INJ_MC) {
		s->tag_vec = VEC_MC;
		q_raise_mce(v->cpu);
		return;		/* counted at delivery: it may be refused */
	}
	s->tag_vec = VEC_NMI;
	s->row[row].sent[kind]++;
	s->sent[kind]++;
	if (rig.sweep.backtrace && row >= ROW_ENTRY)
		ask_backtrace(v);
	q_raise_nmi(v->cpu);
}

/* At most one of them, the one this instruction has had least of. */
static bool inject(struct vcpu *v, unsigned int row, unsigned int set,
		   uint64_t rip)
{
	static const uint8_t order[] = { INJ_NMI, INJ_NEST, INJ_MC };
	struct cover *c = &v->sw.row[row];
	unsigned int best = INJ_NR;

	if (v->sw.tag)
		return false;
	for (unsigned int i = 0; i < sizeof(order); i++) {
		unsigned int k = order[i];

		if (!(set & INJ_BIT(k)) || !lucky(v, c, k))
			continue;
		if (best == INJ_NR || c->sent[k] < c->sent[best])
			best = k;
	}
	if (best == INJ_NR || (best == INJ_MC && !q_mce_on(v->cpu)))
		return false;
	raise_at(v, row, best, rip);
	return true;
}

/* --- breakpoints -------------------------------------------------------- */

static void bp_drop(struct vcpu *v, unsigned int slot)
{
	uint64_t rip = v->sw.bp[slot].rip;

	if (!rip)
		return;
	v->sw.bp[slot].rip = 0;
	q_unbreak(v->cpu, rip);
}

static void bp_set(struct vcpu *v, unsigned int slot, uint64_t rip,
		   uint32_t tag)
{
	bp_drop(v, slot);
	v->sw.bp[slot].rip = rip;
	v->sw.bp[slot].tag = tag;
	q_break(v->cpu, rip);
}

static void bp_age(struct vcpu *v)
{
	/* it did not stop: EFLAGS.RF is set */
	if (v->sw.bp[BP_HERE].rip) {
		v->sw.refused++;
		bp_drop(v, BP_HERE);
	}
	if (v->sw.bp[BP_UNMASK].rip && !judge_handles(&v->j, VEC_NMI))
		bp_drop(v, BP_UNMASK);
}

/* --- the callbacks ------------------------------------------------------ */

void sweep_before(struct vcpu *v, const struct tb_rec *t, uint64_t rip,
		  const struct entry_point *p)
{
	struct sweep *s = &v->sw;
	struct cover *c = &s->row[t->row];

	if (!rig.sweep.n[INJ_DB] || rig.sweep.windows ||
	    s->bp[BP_HERE].rip || !able_ready(v))
		return;
	/* not twice before it has executed once */
	if (c->sent[INJ_DB] > c->exec || !lucky(v, c, INJ_DB))
		return;
	/*
	 * Else the level is still that of an event which has just ended.  At
	 * an entry point it stays so: more looks to be in use than is.
	 */
	if (v->j.pend.valid && !p)
		judge_settle(&v->j);
	if (p && p->ist)
		stack_learn(v, p->vec, q_reg(v->cpu, Q_RSP));
	if (p && p->vec == VEC_NMI && !row_lifted(t->row, INJ_DB))
		return;
	if (!(able_kinds(v, t, rip) & INJ_BIT(INJ_DB)))
		return;
	bp_set(v, BP_HERE, rip, tag_make(t->row, INJ_DB));
	q_start_again(v->cpu);
}

/* QEMU ignores a #MC while one is in progress. */
static void mc_ignored(struct vcpu *v)
{
	struct sweep *s = &v->sw;

	if (!s->tag || s->tag_vec != VEC_MC || ++s->age <= 2)
		return;
	s->refused++;
	s->tag = 0;
}

void sweep_insn(struct vcpu *v, const struct tb_rec *t, uint64_t rip)
{
	struct sweep *s = &v->sw;
	struct cover *c = &s->row[t->row];
	unsigned int set;

	bp_age(v);
	mc_ignored(v);
	if (!able_ready(v))
		return;
	more_find(v);
	if (rig.sweep.windows)
		return;
	c->exec++;
	set = able_kinds(v, t, rip);
	for (unsigned int k = 0; k < INJ_NR; k++)
		if (set & INJ_BIT(k))
			c->able[k]++;
	inject(v, t->row, set, rip);
	if (t->cls == I_STD)
		s->after_std = rip + t->len;
}

bool sweep_at(struct vcpu *v, unsigned int row, unsigned int set, bool once,
	      uint64_t rip)
{
	struct cover *c = &v->sw.row[row];
	bool sent;

	c->exec++;
	mc_ignored(v);
	/* one at a time is on its way */
	for (unsigned int k = 0; k < INJ_NR && !v->sw.tag; k++)
		if (set & INJ_BIT(k))
			c->able[k]++;
	for (unsigned int k = 0; k < INJ_NR && once; k++)
		if (c->sent[k])
			set &= ~INJ_BIT(k);
	/* a nested one comes over an NMI from here: sweep_entered() */
	sent = inject(v, row, set & ~INJ_BIT(INJ_NEST), rip);
	v->sw.halted = false;
	v->sw.quiet = sent || !once ? 0 : v->sw.quiet + 1;
	return sent;
}

void sweep_user_insn(unsigned int i, void *rec)
{
	struct vcpu *v = &rig.v[i];
	const struct tb_rec *t = rec;
	struct cover *c = &v->sw.row[t->row];

	if (rig.sweep.windows || !able_ready(v))
		return;
	c->exec++;
	c->able[INJ_NMI]++;
	c->able[INJ_MC]++;
	inject(v, t->row, INJ_BIT(INJ_NMI) | INJ_BIT(INJ_MC), t->va);
}

void sweep_user_block(struct vcpu *v, uint64_t rip)
{
	struct sweep *s = &v->sw;
	struct cover *c = &s->row[ROW_AROUND];

	s->blocks++;
	if (!(s->blocks % TELL_BLOCKS))
		more_tell();
	if (c->sent[INJ_NMI] >= rig.sweep.around || s->fresh--)
		return;
	s->fresh = draw(s) % (2 * AROUND_BLOCKS);
	if (!able_ready(v) || s->tag)
		return;
	c->exec++;
	c->able[INJ_NMI]++;
	raise_at(v, ROW_AROUND, INJ_NMI, rip);
}

static uint32_t take_break(struct vcpu *v, const struct enter_ev *e)
{
	struct sweep *s = &v->sw;

	for (unsigned int i = 0; i < BP_NR; i++) {
		uint32_t tag = s->bp[i].tag;

		if (!s->bp[i].rip || s->bp[i].rip != e->fr.rip)
			continue;
		bp_drop(v, i);
		note_last(v, tag_kind(tag), e->fr.rip);
		s->sent[tag_kind(tag)]++;
		if (tag_kind(tag) < INJ_NR)
			s->row[tag_row(tag)].sent[tag_kind(tag)]++;
		return tag;
	}
	return 0;
}

uint32_t sweep_enter(struct vcpu *v, const struct entry_point *p,
		     const struct enter_ev *e)
{
	struct sweep *s = &v->sw;
	uint32_t tag = 0;

	if (!p->idt || !p->ist)
		return 0;
	stack_learn(v, p->vec, e->sp);
	if (p->vec == VEC_NMI)
		s->unmasked = false;
	if (p->vec == VEC_DB) {
		tag = take_break(v, e);
	} else if (s->tag && s->tag_vec == p->vec) {
		tag = s->tag;
		s->tag = 0;
		if (p->vec == VEC_MC) {
			s->sent[INJ_MC]++;
			s->row[tag_row(tag)].sent[INJ_MC]++;
		}
	}
	/* what makes the excluded ones deadly: an NMI that waits for their IRET */
	if (tag && !s->tag && row_lifted(tag_row(tag), tag_kind(tag)) &&
	    stack_holds(s, VEC_NMI, e->fr.rsp))
		raise_at(v, tag_row(tag), INJ_NEST, e->fr.rip);
	return tag;
}

/* One NMI more, over that which came from a window? */
static bool over_window(struct vcpu *v, unsigned int row)
{
	const struct cover *c = &v->sw.row[row];

	return !v->sw.tag && c->sent[INJ_NEST] < rig.sweep.n[INJ_NEST] &&
	       (!c->sent[INJ_NEST] || draw(&v->sw) % 2);
}

void sweep_entered(struct vcpu *v, const struct enter_ev *e)
{
	struct sweep *s = &v->sw;
	const struct judge *j = &v->j;

	if (!e->tag || e->vec != VEC_NMI)
		return;
	if (tag_kind(e->tag) == INJ_NEST) {
		if (j->nev && j->ev[j->nev - 1].nested)
			s->nested++;
		else
			s->latched++;
	}
	if (row_is_window(tag_row(e->tag)) && over_window(v, tag_row(e->tag)))
		raise_at(v, tag_row(e->tag), INJ_NEST, e->rip);
	if (rig.sweep.n[INJ_NEST] && rig.sweep.do_nmi &&
	    !stack_in_use(v, VEC_DB, e->sp) && !judge_handles(j, VEC_DB) &&
	    !(j->nev && j->ev[j->nev - 1].nested) && draw(s) % 2)
		bp_set(v, BP_UNMASK, rig.sweep.do_nmi,
		       tag_make(ROW_NONE, INJ_UNMASK));
}

void sweep_back(struct judge *j, uint32_t tag)
{
	struct vcpu *v = (struct vcpu *)((char *)j - offsetof(struct vcpu, j));
	unsigned int kind = tag_kind(tag);

	v->sw.back[kind]++;
	if (kind < INJ_NR)
		v->sw.row[tag_row(tag)].back[kind]++;
	if (kind >= INJ_DB && judge_handles(j, VEC_NMI))
		v->sw.unmasked = true;
}

void sweep_restart(struct vcpu *v)
{
	struct sweep *s = &v->sw;
	const struct judge *j = &v->j;

	if (!v->sweeping)
		return;
	s->gone += !!s->tag + !!j->cur.tag;
	for (unsigned int i = 0; i < j->nev; i++)
		s->gone += !!j->ev[i].tag + !!j->ev[i].outer.tag;
	s->tag = 0;
	s->cleared = s->again = 0;
	s->quiet = 0;
	s->halted = false;
	/* QEMU's reset takes the processor's own breakpoints away */
	memset(s->bp, 0, sizeof(s->bp));
	memset(s->stack, 0, sizeof(s->stack));
}
