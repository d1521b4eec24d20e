// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every path from an entry point. A path is a state; where it forks (branch,
 * feature not decided yet) one half waits on a stack. A state that was seen at
 * the same address is not walked again.
 */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"

void add_node(struct walker *w, uint64_t ip, uint32_t what)
{
	w->node = grow(w->node, w->nnode, &w->capnode, sizeof(*w->node));
	w->node[w->nnode] = (struct node){ w->at, what, ip, NULL };
	w->at = w->nnode++;
}

static void later(struct walker *w, const struct state *s)
{
	if (w->ntodo == w->captodo) {
		size_t cap = w->captodo;

		w->todo = grow(w->todo, w->ntodo, &w->captodo,
			       sizeof(*w->todo));
		w->todo_node = grow(w->todo_node, w->ntodo, &cap,
				    sizeof(*w->todo_node));
	}
	w->todo[w->ntodo] = *s;
	w->todo_node[w->ntodo++] = w->at;
}

/* --- states seen ------------------------------------------------------------ */
static struct key *seat(struct key *t, size_t cap, const struct key *k)
{
	size_t i = k->a & (cap - 1);

	while ((t[i].a || t[i].b) && (t[i].a != k->a || t[i].b != k->b))
		i = (i + 1) & (cap - 1);
	return &t[i];
}

static bool seen(struct walker *w)
{
	struct key k = state_key(w->s), *p;

	if (w->nseen * 2 >= w->capseen) {
		size_t cap = w->capseen ? w->capseen * 2 : 4096;
		struct key *t = calloc(cap, sizeof(*t));

		if (!t) {
			fprintf(stderr, "error: out of memory\n");
			exit(2);
		}
		for (size_t i = 0; i < w->capseen; i++)
			if (w->seen[i].a || w->seen[i].b)
				*seat(t, cap, &w->seen[i]) = w->seen[i];
		free(w->seen);
		w->seen = t;
		w->capseen = cap;
	}
	p = seat(w->seen, w->capseen, &k);
	if (p->a || p->b)
		return true;
	*p = k;
	w->nseen++;
	return false;
}

static void go(struct walker *w, uint64_t ip, enum step step)
{
	w->s->ip = ip;
	add_node(w, ip, step);
	if (seen(w))
		w->done = true;
}

static void fork_at(struct walker *w, uint64_t ip, int bit)
{
	struct state other = *w->s;

	other.ip = ip;
	if (bit >= 0)
		branch_learn(w, &other, bit, w->here);
	later(w, &other);
}

static void jcc(struct walker *w, const struct fetch *f)
{
	struct state *s = w->s;
	bool bit = false, known;
	enum tri taken = branch_taken(s, f->in.op, &known, &bit);

	if (taken == MAYBE) {
		fork_at(w, f->next, known ? !bit : -1);
		if (known)
			branch_learn(w, s, bit, w->here);
	}
	if (taken == NO) {
		s->ip = f->next;
		return;
	}
	go(w, f->in.target, S_JUMP);
}

/* --- calls and returns ------------------------------------------------------------ */
static bool follow(struct walker *w, uint64_t target, bool call)
{
	const struct layout *l = &w->c->lay;

	if (in_c(w->e))
		return target - w->home < w->home_end - w->home;
	for (int i = 0; i < l->ntext; i++)
		if (target - l->text[i].lo < l->text[i].hi - l->text[i].lo &&
		    (!call || l->text[i].follow))
			return true;
	return false;
}

static bool named(const struct symbol *s, const char *const *list, size_t n)
{
	for (size_t i = 0; s && i < n; i++)
		if (!strcmp(s->name, list[i]))
			return true;
	return false;
}

static bool noreturn(struct walker *w, uint64_t target)
{
	static const char *const names[] = { "do_exit", "panic",
		"rewind_stack_do_exit", "make_task_dead", "BUG_func" };

	return named(symbol_at(&w->c->im, target), names,
		     sizeof(names) / sizeof(*names));
}

/* Do interrupts stay off over this call, or come back off from it? */
static enum tri irq_after(struct walker *w, uint64_t target)
{
	static const char *const as_is[] = { "sync_regs", "fixup_bad_iret",
		"enter_from_user_mode", "debug_stack_set_zero",
		"debug_stack_reset", "trace_hardirqs_off_thunk",
		"trace_hardirqs_on_thunk", "lockdep_sys_exit_thunk",
		"stackleak_erase", "clear_bhb_loop", "entry_ibpb",
		"retbleed_untrain_ret", "zen_untrain_ret" };
	static const char *const off[] = { "do_syscall_64",
		"do_fast_syscall_32", "do_int80_syscall_32",
		"syscall_return_slowpath", "prepare_exit_to_usermode",
		"do_nmi" };
	const struct symbol *s = target ? symbol_at(&w->c->im, target) : NULL;

	if (in_c(w->e))
		return w->s->irq;
	if (named(s, as_is, sizeof(as_is) / sizeof(*as_is)))
		return w->s->irq;
	/* From v5.8 on C code returns to the stubs with interrupts off. */
	if (named(s, off, sizeof(off) / sizeof(*off)) || w->c->im.major > 5 ||
	    (w->c->im.major == 5 && w->c->im.minor >= 8))
		return NO;
	return MAYBE;
}

/* Both move pt_regs, return address and all, and give its new place. */
static bool moves_stack(struct walker *w, uint64_t target)
{
	static const char *const names[] = { "sync_regs", "fixup_bad_iret" };

	return target && named(symbol_at(&w->c->im, target), names, 2);
}

static void after_c(struct walker *w, uint64_t target)
{
	static const enum reg lost[] = { RAX, RCX, RDX, RSI, RDI, R8, R9, R10,
					 R11 };
	struct state *s = w->s;
	struct val rdi = s->r[RDI];

	for (size_t i = 0; i < sizeof(lost) / sizeof(*lost); i++)
		s->r[lost[i]] = v_top();
	if (moves_stack(w, target))
		s->r[RAX] = rdi;
	memset(&s->fl, 0, sizeof(s->fl));
	slots_after_call(s, w->c);
	s->irq = irq_after(w, target);
	s->in_c = 1;
}

static void c_call(struct walker *w, uint64_t target)
{
	add_node(w, target, S_CCALL);
	rule_c_call(w, target);
	if (target && noreturn(w, target))
		w->done = true;
	after_c(w, target);
}

static void ret_to(struct walker *w, bool of_c)
{
	struct val v = pop(w);

	if (v.kind == V_CONST && follow(w, v.c, false)) {
		go(w, v.c, S_RET);
		return;
	}
	w->done = true;
	if (in_c(w->e) || of_c || !w->gate_on)
		return;
	found(w, "C-FLOW", "RET to an address that cannot be told");
}

static bool thunk(struct walker *w, uint64_t target, enum reg *reg)
{
	const struct symbol *s = symbol_at(&w->c->im, target);
	const char *tail;

	if (!s || s->addr != target)
		return false;
	if (strncmp(s->name, "__x86_indirect_", 15))
		return false;
	tail = strrchr(s->name, '_') + 1;
	*reg = REG_NONE;
	for (int i = 0; i < NREG; i++)
		if (!strcmp(reg_name((enum reg)i), tail))
			*reg = (enum reg)i;
	return true;
}

static bool ret_thunk(struct walker *w, uint64_t target)
{
	const struct symbol *s = symbol_at(&w->c->im, target);

	return s && s->addr == target &&
	       !strcmp(s->name, "__x86_return_thunk");
}

static void indirect(struct walker *w, struct val v, bool call, uint64_t next)
{
	rule_branch(w, call ? "indirect call" : "indirect jump");
	if (v.kind == V_CONST && follow(w, v.c, call)) {
		if (call)
			push(w, v_const(next));
		go(w, v.c, call ? S_CALL : S_JUMP);
		return;
	}
	if (!call && in_c(w->e)) {
		w->done = true;		/* a table: its targets are not known */
		return;
	}
	c_call(w, v.kind == V_CONST ? v.c : 0);
	if (call)
		w->s->ip = next;
	else if (!w->done)
		ret_to(w, true);
}

static void jump(struct walker *w, uint64_t target)
{
	enum reg reg;

	if (ret_thunk(w, target)) {
		rule_branch(w, "RET");
		ret_to(w, false);
	} else if (thunk(w, target, &reg)) {
		indirect(w, reg < NREG ? w->s->r[reg] : v_top(), false, 0);
	} else if (follow(w, target, false)) {
		go(w, target, S_JUMP);
	} else {
		c_call(w, target);	/* a tail call */
		if (!w->done)
			ret_to(w, true);
	}
}

static void call(struct walker *w, uint64_t target, uint64_t next)
{
	bool label = target - w->here < 128;	/* of a return stack fill */
	enum reg reg;

	if (thunk(w, target, &reg)) {
		indirect(w, reg < NREG ? w->s->r[reg] : v_top(), true, next);
	} else if (follow(w, target, true) &&
		   (!in_c(w->e) || label)) {
		push(w, v_const(next));
		go(w, target, S_CALL);
		if (w->e->kind == E_VMEXIT)
			vmexit_call(w);
	} else {
		c_call(w, target);
		w->s->ip = next;
	}
}

static void iret(struct walker *w)
{
	struct state *s = w->s;
	struct val rip = pop(w), cs = pop(w), fl = pop(w), sp = pop(w);

	add_node(w, w->here, S_EVENT);
	if (cs.kind == V_CONST && !(cs.c & 3) && rip.kind == V_CONST &&
	    follow(w, rip.c, false)) {
		s->r[RSP] = sp;
		if (fl.kind == V_FLAGS)
			s->irq = fl.c;
		go(w, rip.c, S_JUMP);
		return;
	}
	w->done = true;
	if (s->from == FROM_USER)
		rule_to_user(w);
	else
		rule_to_kernel(w);
}

/* --- one path -------------------------------------------------------------------------- */
static void decided(struct walker *w, struct state *s, int i, bool on)
{
	s->f.known |= 1ull << i;
	if (on)
		s->f.val |= 1ull << i;
	else if (i == feat_named(w->c, "pti"))
		s->cr3 = s->dcr3 = NO;
}

/* What was decided for one site only is forgotten behind it. */
static void leave_site(struct walker *w, struct state *s)
{
	if (!s->site_end || s->ip - s->site < s->site_end - s->site)
		return;
	for (int i = 0; i < w->c->t.nfeat; i++)
		if (w->c->t.feat[i].local) {
			s->f.known &= ~(1ull << i);
			s->f.val &= ~(1ull << i);
		}
	s->site = s->site_end = 0;
}

static void enter_site(struct walker *w, struct state *s, int feat)
{
	size_t first;

	if (!w->c->t.feat[feat].local || !alts_at(&w->c->t, s->ip, &first))
		return;
	s->site = w->c->t.alt[first].site;
	s->site_end = s->site + w->c->t.alt[first].len;
}

static void decide(struct walker *w, int i)
{
	struct state off;
	uint32_t at = w->at;

	enter_site(w, w->s, i);
	off = *w->s;
	decided(w, &off, i, false);
	add_node(w, w->here, S_OFF | i << 8);
	later(w, &off);
	w->at = at;
	decided(w, w->s, i, true);
	add_node(w, w->here, S_ON | i << 8);
}

static void step(struct walker *w, const struct fetch *f)
{
	const struct insn *in = &f->in;
	struct val v;

	if (!f->patched)
		rule_extable(w, w->here);
	switch (in->branch) {
	case BR_JMP:
		jump(w, in->target);
		return;
	case BR_JCC:
		jcc(w, f);
		return;
	case BR_CALL:
		call(w, in->target, f->next);
		return;
	case BR_JMP_IND:
	case BR_CALL_IND:
		v = operand_read(w, &in->o[0]);
		indirect(w, v, in->branch == BR_CALL_IND, f->next);
		return;
	case BR_RET:
		rule_branch(w, "RET");
		ret_to(w, false);
		return;
	case BR_FAR:
		rule_branch(w, "far branch");
		w->done = true;
		return;
	case BR_IRET:
		iret(w);
		return;
	case BR_SYSRET:
		add_node(w, w->here, S_EVENT);
		rule_to_user(w);
		w->done = true;
		return;
	case BR_NONE:
		break;
	}
	if (in->op == ZYDIS_MNEMONIC_UD2 || in->op == ZYDIS_MNEMONIC_INT3) {
		w->done = true;
		return;
	}
	w->s->ip = f->next;
	exec_insn(w, f);
}

/* --via: the symbol is where this is, or what it calls */
static void went_via(struct walker *w, const struct insn *in)
{
	const struct symbol *via = w->c->opt.via;

	if (via && (symbol_at(&w->c->im, w->here) == via ||
		    (in->branch != BR_NONE && in->target == via->addr)))
		w->s->via = 1;
}

static void listing(struct walker *w, const struct fetch *f)
{
	static const uint8_t found_as[] = { [NO] = 4, [YES] = 3, [MAYBE] = 0 };
	const struct state *s = w->s;
	uint32_t ibrs = s->ibrs == IBRS_DELIV ? found_as[s->dibrs] : s->ibrs;
	char text[192];

	/* report_path() takes it apart */
	add_node(w, w->here, S_INSN | (ibrs | s->cr3 << 3 | s->gs << 5 |
				       s->irq << 7) << 8);
	w->node[w->at].text = strdup(decode_text(&w->c->im, &f->in, f->bytes,
						 text, sizeof(text)));
}

/* Is it the path to be listed? */
static void way_out(struct walker *w)
{
	bool *there = w->c->opt.to_kernel ? &w->reached_kernel :
					    &w->reached_user;

	if (*there && (w->s->via || !w->c->opt.via)) {
		w->out = w->at;
		w->done = true;
	}
	*there = false;
}

static void run(struct walker *w)
{
	struct fetch f;

	for (w->done = false; !w->done; w->steps++) {
		leave_site(w, w->s);
		w->here = w->s->ip;
		if (w->steps > w->c->opt.max_steps) {
			error_(w->c, "%s: more than %llu steps, given up",
			       w->e->name,
			       (unsigned long long)w->c->opt.max_steps);
			w->gave_up = true;
			return;
		}
		switch (fetch(w->c, w->here, &w->s->f, &f)) {
		case FETCH_UNDECIDED:
			decide(w, f.undecided);
			continue;
		case FETCH_BAD:
			found(w, "C-FLOW", "no instruction can be decoded here");
			return;
		case FETCH_OK:
			break;
		}
		mark(w->c, w->here, MARK_REACHED);
		if (w->c->t.norc && w->gate_on && !in_c(w->e))
			rule_orc(w, &f);
		if (w->c->opt.show) {
			went_via(w, &f.in);
			listing(w, &f);
		}
		step(w, &f);
		if (w->c->opt.show)
			way_out(w);
	}
}

/* The shortest path first for a listing, the last fork first otherwise. */
static void next_state(struct walker *w, struct state *s, size_t *head)
{
	if (w->c->opt.show) {
		*s = w->todo[*head];
		w->at = w->todo_node[(*head)++];
		return;
	}
	w->ntodo--;
	*s = w->todo[w->ntodo];
	w->at = w->todo_node[w->ntodo];
}

/* Features that are on together with IBRS, or never. */
static void preset(struct check *c, struct state *s, bool gate_on)
{
	static const char *const never[] = { "retpoline", "retpoline_amd",
					     "use_ibrs_fw" };

	if (c->t.gate >= 0) {
		s->f.known |= 1ull << c->t.gate;
		if (gate_on)
			s->f.val |= 1ull << c->t.gate;
	}
	for (size_t i = 0; gate_on && i < 3; i++) {
		int k = feat_named(c, never[i]);

		if (k >= 0) {
			s->f.known |= 1ull << k;
			s->f.val &= ~(1ull << k);
		}
	}
}

bool walk_entry(struct check *c, const struct entry *e, bool gate_on)
{
	struct walker w = { .c = c, .e = e, .gate_on = gate_on };
	const struct symbol *f = function_at(&c->im, e->addr);
	struct state *s = calloc(1, sizeof(*s));
	size_t head = 0;

	if (!s) {
		error_(c, "out of memory");
		return false;
	}
	if (in_c(e)) {
		w.home = e->home ? e->home->addr : e->addr;
		w.home_end = w.home + (f && f->size ? f->size : 0x1000);
	}
	w.s = s;
	add_node(&w, e->addr, S_START);	/* node 0 is its own parent */
	entry_state(c, e, s);
	preset(c, s, gate_on);
	later(&w, s);
	while (head < w.ntodo && !w.out && !w.gave_up) {
		next_state(&w, s, &head);
		if (!seen(&w))
			run(&w);
	}
	if (c->opt.show && !w.gave_up)
		report_path(&w);
	else if (!w.gave_up)
		rule_entry_end(&w);
	c->nsteps += w.steps;
	for (size_t i = 0; i < w.nnode; i++)
		free(w.node[i].text);
	free(s);
	free(w.todo);
	free(w.todo_node);
	free(w.seen);
	free(w.node);
	return !w.gave_up;
}

/* All of it, once the tables are read. */
bool judge(struct check *c)
{
	for (size_t i = 0; i < c->nentry; i++)
		if ((c->entry[i].kind != E_XEN &&
		     !walk_entry(c, &c->entry[i], true)) ||
		    (c->t.gate >= 0 && !walk_entry(c, &c->entry[i], false)))
			return false;
	if (!sites_scan(c) || !vmexits(c))
		return false;
	duties(c);
	return true;
}
