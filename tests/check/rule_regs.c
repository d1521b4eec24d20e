// SPDX-License-Identifier: GPL-2.0-only
/*
 * C-REGS: what the user had in a register is what pt_regs has, where C is
 * called first; and what pt_regs has is what goes back. IBRS is set before C
 * is called and cleared behind it, so the code for it stands in between, and
 * WRMSR takes three registers.
 */
#include <string.h>

#include "check/check.h"
#include "check/rules.h"

/* The words of pt_regs, in its order. */
enum word { W_BP = 4, W_BX, W_R11, W_R8 = 9, W_AX, W_CX, W_DX, W_SI,
	    W_DI, W_ORIG, W_IP, W_CS, W_FLAGS, W_SP, W_SS, NR_WORDS };

static const struct {
	const char *name;
	enum reg reg;
} words[NR_WORDS] = {
	{ "r15", R15 }, { "r14", R14 }, { "r13", R13 }, { "r12", R12 },
	{ "bp", RBP }, { "bx", RBX }, { "r11", R11 }, { "r10", R10 },
	{ "r9", R9 }, { "r8", R8 }, { "ax", RAX }, { "cx", RCX },
	{ "dx", RDX }, { "si", RSI }, { "di", RDI }, { "orig_ax", RAX },
	{ "ip", REG_NONE }, { "cs", REG_NONE }, { "flags", REG_NONE },
	{ "sp", RSP }, { "ss", REG_NONE },
};

/* The words that are wrong, for a message. */
struct wrong {
	char names[96];
};

static void wrong_word(struct wrong *x, const char *name)
{
	size_t n = strlen(x->names);

	snprintf(x->names + n, sizeof(x->names) - n, "%s%s", n ? ", " : "",
		 name);
}

static bool is_reg(const struct val *v, enum reg reg)
{
	return v->kind == V_REG && v->c == reg && v->part == P_FULL;
}

/* It, or its lower half: of a user who has no more. */
static bool is_low(const struct val *v, enum reg reg)
{
	return v->kind == V_REG && v->c == reg;
}

static bool is_cs(const struct val *v)
{
	return (v->kind == V_FRAME && v->c == 1) || v_is_cs(v);
}

/* --- where pt_regs is ---------------------------------------------------- */
static bool frame_on(const struct state *s, uint32_t stack, int64_t regs)
{
	const struct val cs = slot_get(s, stack, regs + W_CS * 8);

	return is_cs(&cs);
}

/*
 * Its address is the first argument, or it is what lies next on the stack: the
 * saved CS tells. False: there is none.
 */
static bool find_regs(struct state *s)
{
	const struct val *sp = &s->r[RSP], *di = &s->r[RDI];

	s->regs_stack = STK_NONE;
	if (di->kind == V_STK && frame_on(s, di->aux, di->c)) {
		s->regs_stack = di->aux;
		s->regs_off = di->c;
		return true;
	}
	for (int i = 0; sp->kind == V_STK && i < s->nslot; i++) {
		const struct slot *x = &s->slot[i];

		if (x->stack != sp->aux || x->off < sp->c || !is_cs(&x->v))
			continue;
		s->regs_stack = x->stack;
		s->regs_off = x->off - W_CS * 8;
		return true;
	}
	return false;
}

/* --- the way in ---------------------------------------------------------- */
/* By the frame of the CPU. */
static bool right_gate(const struct walker *w, int i, const struct val *v)
{
	bool int80 = strstr(w->e->name, "INT80");

	/* where an IRET faulted, and early K8s cut its address */
	if (i == W_IP && v->kind == V_CONST && in_entry_text(w->c, v->c))
		return true;
	if (i >= W_IP)
		return v->kind == V_FRAME && v->c == i - W_IP;
	if (i == W_ORIG)
		return !int80 || is_low(v, RAX);
	/* its user has eight registers, and gets an error for a start */
	if (int80 && ((i >= W_R11 && i <= W_R8) || i == W_AX) &&
	    v->kind == V_CONST)
		return true;
	return is_reg(v, words[i].reg);
}

/* SYSENTER tells neither of IP nor of SP: its user has put SP into BP. */
static bool right_sysenter(int i, const struct val *v)
{
	switch (i) {
	case W_IP:
		return v->kind == V_CONST;
	case W_SP:
		return v->kind == V_CONST || is_low(v, RBP);
	case W_FLAGS:
		return v->kind == V_FLAGS;
	default:
		return is_low(v, words[i].reg);
	}
}

/* SYSCALL: RCX is the user's IP, R11 the flags. */
static bool right_syscall(const struct entry *e, int i,
			  const struct val *v)
{
	bool compat = strstr(e->name, "compat");

	if (i == W_CS || i == W_SS || (i == W_AX && v->kind == V_CONST))
		return v->kind == V_CONST;
	/* a user of 32 bits has none of these */
	if (compat && (i <= 3 || (i >= W_R11 && i <= W_R8)))
		return true;
	if (strstr(e->name, "SYSENTER"))
		return right_sysenter(i, v);
	if (i == W_IP || i == W_FLAGS)
		return is_reg(v, i == W_IP ? RCX : R11);
	/* and what should be in RCX is in RBP, for RCX is lost */
	if (compat)
		return is_low(v, i == W_CX ? RBP : words[i].reg);
	return is_reg(v, words[i].reg);
}

/* Is word i of pt_regs the user's? Or not saved, and where C keeps it. */
static bool right_in(const struct walker *w, int i)
{
	const struct state *s = w->s;
	const struct val v = slot_get(s, s->regs_stack, s->regs_off + i * 8);

	if (v.kind == V_SLOT && i <= W_BX)
		return is_reg(&s->r[words[i].reg], words[i].reg);
	return w->e->kind == E_SYSCALL ? right_syscall(w->e, i, &v) :
	       right_gate(w, i, &v);
}

static void judge_in(struct walker *w)
{
	struct wrong x = { "" };

	for (int i = 0; i < NR_WORDS; i++)
		if (!right_in(w, i))
			wrong_word(&x, words[i].name);
	if (x.names[0])
		found(w, "C-REGS", "C is called, and in pt_regs is not what was at the entry: %s",
		      x.names);
}

/*
 * A system call by its number, straight from the table: where not all registers
 * are in pt_regs it gets its arguments in registers.
 */
static void judge_arguments(struct walker *w)
{
	static const struct { enum reg in, has; } args[] = {
		{ RDI, RDI }, { RSI, RSI }, { RDX, RDX }, { RCX, R10 },
		{ R8, R8 }, { R9, R9 },
	};
	struct wrong x = { "" };

	for (int i = 0; i < 6; i++)
		if (!is_reg(&w->s->r[args[i].in], args[i].has))
			wrong_word(&x, reg_name(args[i].has));
	if (x.names[0])
		found(w, "C-REGS", "a system call gets other arguments than there were at the entry: %s",
		      x.names);
}

/* Of what comes in by itself; how C was left is not known to the others. */
static bool judged(const struct walker *w)
{
	return w->e->kind == E_SYSCALL || w->e->kind == E_GATE ||
	       w->e->kind == E_IST;
}

void rule_regs_in(struct walker *w, uint64_t target)
{
	struct state *s = w->s;

	if (!judged(w))
		return;
	if (!s->in_c)
		judged_at(w->c, C_REGS, w->here);
	if (s->regs & REGS_FIXUP) {
		judged_not(w->c, C_REGS, "behind a fix-up, where registers are what its handler has made of them");
		return;
	}
	if (!s->in_c && find_regs(s))
		judge_in(w);
	else if (!s->in_c)
		found(w, "C-REGS", "C is called, and no pt_regs is on the stack");
	s->regs &= ~(REGS_SAME_IP | REGS_SAME_FLAGS);
	if (slot_get(s, s->regs_stack, s->regs_off + W_BX * 8).kind == V_REG)
		s->regs |= REGS_ALL;
	if (w->e->kind == E_SYSCALL && !target && !(s->regs & REGS_ARGS)) {
		if (!(s->regs & REGS_ALL))
			judge_arguments(w);
		s->regs |= REGS_ARGS;
	}
}

/* --- the way out --------------------------------------------------------- */
static bool is_word(const struct state *s, const struct val *v, int i)
{
	return v->kind == V_SLOT && v->aux == s->regs_stack &&
	       v->c == s->regs_off + i * 8;
}

/*
 * Is v what goes back as word i? What C never had stays where it was; what C
 * had in pt_regs it may have changed there.
 */
static bool right_out(const struct walker *w, int i, const struct val *v)
{
	const struct state *s = w->s;

	if (!s->in_c)
		return is_reg(v, words[i].reg) ||
		       (i == W_AX && w->e->kind == E_SYSCALL);
	return is_word(s, v, i) || (i == W_AX && v->kind == V_RET) ||
	       (!(s->regs & REGS_ALL) && is_reg(v, words[i].reg));
}

/* Nothing to compare with: C has not been called, or that is told. */
static bool not_judged(const struct walker *w)
{
	return w->e->kind == E_XEN || w->s->regs & REGS_FIXUP ||
	       (w->s->in_c && !w->s->regs_stack);
}

static void say_out(struct walker *w, const struct wrong *x)
{
	if (x->names[0])
		found(w, "C-REGS", "returns with registers that are not those of pt_regs: %s",
		      x->names);
}

void rule_regs_iret(struct walker *w)
{
	const struct state *s = w->s;
	const struct val *sp = &s->r[RSP];
	struct wrong x = { "" };

	/* the frame was popped but for SS; one for espfix is a copy by C */
	if (not_judged(w) || sp->kind != V_STK || sp->aux == STK_ESPFIX)
		return;
	judged_at(w->c, C_REGS, w->here);
	for (int i = 0; i < W_ORIG; i++)
		if (!right_out(w, i, &s->r[words[i].reg]))
			wrong_word(&x, words[i].name);
	for (int i = W_IP; i < NR_WORDS; i++) {
		const struct val v = slot_get(s, sp->aux,
					      sp->c + (i - W_SS) * 8);

		if (!(v.kind == V_FRAME && v.c == i - W_IP) &&
		    !is_word(s, &v, i) && !(i == W_CS && v_is_cs(&v)))
			wrong_word(&x, words[i].name);
	}
	say_out(w, &x);
}

/*
 * SYSRET takes IP from RCX and the flags from R11. Those have words of their
 * own, which may be what is loaded if they were seen to be equal: here, or from
 * v6.7 on in C, which decides whether SYSRET can be used.
 */
static bool compared(struct walker *w, int i)
{
	const struct image *im = &w->c->im;

	if (im->major < 6 || (im->major == 6 && im->minor < 7))
		return w->s->regs &
		       (i == W_IP ? REGS_SAME_IP : REGS_SAME_FLAGS);
	judged_presuming(w->c, C_REGS, "C has compared what SYSRET takes from RCX and R11, as from v6.7 on it does");
	return true;
}

static bool right_sysret(struct walker *w, int i)
{
	const struct state *s = w->s;
	enum reg reg = i == W_IP ? RCX : R11;
	const struct val *v = &s->r[reg];

	if (i != W_IP && i != W_FLAGS)
		return right_out(w, i, &s->r[words[i].reg]);
	if (!s->in_c)
		return is_reg(v, reg);
	return is_word(s, v, i) ||
	       (is_word(s, v, i == W_IP ? W_CX : W_R11) && compared(w, i));
}

/* SYSRETL makes CS one of 32 bits, SYSRETQ one of 64: the caller's. */
static bool right_cs(const struct walker *w, const struct insn *in)
{
	bool is_32 = strstr(w->e->name, "compat") ||
		     strstr(w->e->name, "ignore");

	return w->e->kind != E_SYSCALL || in->width == (is_32 ? 4 : 8);
}

void rule_regs_sysret(struct walker *w, const struct insn *in)
{
	static const uint8_t of[] = { 0, 1, 2, 3, W_R8, W_R8 - 1, W_R8 - 2,
		W_BP, W_BX, W_AX, W_DX, W_SI, W_DI, W_IP, W_FLAGS, W_SP };
	/* a user of 32 bits has none of the first */
	int i = strstr(w->e->name, "compat") ? 7 : 0;
	struct wrong x = { "" };

	if (not_judged(w))
		return;
	judged_at(w->c, C_REGS, w->here);
	for (; i < (int)sizeof(of); i++)
		if (!right_sysret(w, of[i]))
			wrong_word(&x, words[of[i]].name);
	if (!right_cs(w, in))
		wrong_word(&x, words[W_CS].name);
	say_out(w, &x);
}
