// SPDX-License-Identifier: GPL-2.0-only
/* A scan of all text for the number of the MSR. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/sites.h"
#include "check/util.h"
#include "rules/sites.h"

struct scan {
	struct check *c;
	const struct symbol *fn;
	bool known[NREG];	/* registers that hold a constant */
	uint32_t val[NREG];
	bool full;		/* out of memory */
};

/* Idle code and what leaves is walked, once a function. */
static void walk_later(struct scan *s, enum site_class cls)
{
	struct entries *en = &s->c->en;
	struct entry *e;

	if (en->nfunc && en->func[en->nfunc - 1]->addr == s->fn->addr)
		return;
	e = entry_new(s->c, s->fn->name, s->fn->addr, E_FUNCTION);
	if (!e) {
		s->full = true;
	} else {
		e->leaves = cls == S_OFFLINE || cls == S_KEXEC;
		e->idle = cls == S_IDLE;
	}
}

bool is_series(const struct check *c)
{
	return symbol_named(&c->im, "x86_spec_ctrl_kernel");
}

enum site_class use_class(const struct check *c, const struct use *u)
{
	if (in_entry_text(c, u->addr))
		return S_ENTRY;
	return u->fn ? site_class_of(u->fn->name, is_series(c)) : S_UNKNOWN;
}

/*
 * C-MSR: nobody accesses the MSR whom rules/sites.def does not know, with a
 * purpose; what is not known there is not judged by any rule. R6: and no
 * constant is written, but where the value is made.
 */
static void site(struct scan *s, uint64_t addr, bool write, bool direct)
{
	const char *what = write ? "WRMSR" : "RDMSR";
	struct check *c = s->c;
	enum site_class cls = S_UNKNOWN;

	if (in_entry_text(c, addr))
		return;		/* the walk judges it */
	use_add(c, (struct use){ addr, s->fn, write, direct });
	if (s->fn)
		cls = site_class_of(s->fn->name, is_series(c));
	if (cls == S_UNKNOWN)
		found_at(c, "C-MSR", addr, "%s of IA32_SPEC_CTRL in a function that is not known to do it",
			 what);
	if (!s->fn || !write)
		return;
	if (cls == S_BOOT || cls == S_OTHER)
		return;
	if (direct && s->known[RAX] && s->known[RDX])
		found_at(c, "R6", addr, "writes the constant 0x%x: the other bits are lost",
			 s->val[RAX]);
	if (cls != S_FIRMWARE)
		walk_later(s, cls);
}

/* What an instruction writes holds no constant any more. */
static void forget(struct scan *s, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].kind == OP_REG && in->o[i].write &&
		    in->o[i].reg < NREG)
			s->known[in->o[i].reg] = false;
}

/*
 * In the order of the text, whatever branches there are: good enough for a
 * number that is loaded near, and wrong for one that another path loads. It is
 * forgotten where it is written and over a call, and known again by MOV.
 */
static void track(struct scan *s, const struct insn *in)
{
	const struct operand *d = &in->o[0], *v = &in->o[1];
	bool mov = in->op == ZYDIS_MNEMONIC_MOV && d->kind == OP_REG &&
		   d->reg < NREG && d->size >= 4;
	bool zero = in->op == ZYDIS_MNEMONIC_XOR && d->kind == OP_REG &&
		    d->reg < NREG && v->kind == OP_REG && v->reg == d->reg;
	bool known = false;
	uint32_t val = 0;

	if (mov && v->kind == OP_IMM) {
		known = true;
		val = v->disp;
	} else if (mov && v->kind == OP_REG && v->reg < NREG) {
		known = s->known[v->reg];
		val = s->val[v->reg];
	}
	forget(s, in);
	if (mov || zero) {
		s->known[d->reg] = known || zero;
		s->val[d->reg] = val;
	}
	if (in->branch == BR_CALL || in->branch == BR_CALL_IND) {
		static const enum reg lost[] = { CALL_CLOBBERS };

		for (size_t i = 0; i < ARRAY_SIZE(lost); i++)
			s->known[lost[i]] = false;
	}
}

static bool holds_msr(const struct scan *s, enum reg reg)
{
	return s->known[reg] && s->val[reg] == MSR_SPEC_CTRL;
}

/* a call of a function, or through pv_cpu_ops, that takes the number in EDI */
static bool calls_msr(const struct check *c, const struct insn *in)
{
	const struct symbol *s = NULL;

	if (in->branch == BR_CALL || in->branch == BR_JMP)
		s = symbol_at(&c->im, in->target);
	else if (in->branch == BR_CALL_IND && in->o[0].kind == OP_MEM &&
		 in->o[0].abs && !in->o[0].gs)
		s = symbol_at(&c->im, in->o[0].disp);
	return s && (strstr(s->name, "msr") || !strcmp(s->name, "pv_cpu_ops"));
}

static void scan_insn(struct scan *s, const struct insn *in)
{
	if (in->op == ZYDIS_MNEMONIC_RDMSR || in->op == ZYDIS_MNEMONIC_WRMSR) {
		if (holds_msr(s, RCX))
			site(s, in->addr, in->op == ZYDIS_MNEMONIC_WRMSR,
			     true);
	} else if (holds_msr(s, RDI) && calls_msr(s->c, in)) {
		site(s, in->addr, true, false);
	}
	track(s, in);
}

static void scan_range(struct scan *s, uint64_t from, uint64_t to,
		       const struct symbol *fn)
{
	struct check *c = s->c;
	const uint8_t *p = image_at(&c->im, from, to - from);
	struct insn in;

	/* Nothing to decode where no mov $0x48 can stand. */
	if (!p || !memmem(p, to - from, "\x48\0\0\0", 4))
		return;
	memset(s->known, 0, sizeof(s->known));
	s->fn = fn;
	for (uint64_t at = from; at < to; at += in.len) {
		if (!decode(p + (at - from), to - at, at, &in)) {
			in.len = 1;
			memset(s->known, 0, sizeof(s->known));
			continue;
		}
		scan_insn(s, &in);
	}
}

bool sites_scan(struct check *c)
{
	struct image *im = &c->im;
	struct scan s = { .c = c };

	for (size_t i = 0; i < im->nsec; i++) {
		const struct section *sec = &im->sec[i];
		uint64_t at = sec->addr, end = sec->addr + sec->size;
		const struct symbol *fn = NULL;

		if (!sec->exec || !sec->data ||
		    !strcmp(sec->name, ".altinstr_replacement"))
			continue;
		/* function by function, the bytes between them as well */
		for (size_t k = 0; k < im->nsym; k++) {
			const struct symbol *f = &im->sym[k];

			if (!f->func || f->addr <= at || f->addr >= end)
				continue;
			scan_range(&s, at, f->addr, fn);
			at = f->addr;
			fn = symbol_at(im, at);
		}
		if (fn == NULL)
			fn = symbol_at(im, at);
		scan_range(&s, at, end, fn);
	}
	return !s.full;
}
