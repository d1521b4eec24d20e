// SPDX-License-Identifier: GPL-2.0-only
/* A scan of all text for the number of the MSR. */
#include <Zydis/Zydis.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/rodata.h"
#include "check/scan.h"
#include "check/sites.h"
#include "check/util.h"
#include "rules/sites.h"

struct wants {
	bool full;			/* out of memory */
	size_t n, nfn;			/* accesses whose number is not known */
	size_t ntable;			/* those by a table that does not have it */
	const struct symbol *last;	/* of the functions that have them */
	FILE *to;
};

/* What the compiler has put aside belongs to the function that jumps there. */
static const struct symbol *whole(const struct check *c,
				  const struct symbol *fn)
{
	const char *cold = strstr(fn->name, ".cold");
	const struct symbol *f;
	char name[128];

	if (!cold)
		return fn;
	snprintf(name, sizeof(name), "%.*s", (int)(cold - fn->name), fn->name);
	f = symbol_named(&c->im, name);
	return f ? f : fn;
}

bool is_series(const struct check *c)
{
	return c->lay.series;
}

bool in_init_text(const struct check *c, uint64_t addr)
{
	const struct symbol *lo = symbol_named(&c->im, "_sinittext");
	const struct symbol *hi = symbol_named(&c->im, "_einittext");
	const struct section *sec = section_of(&c->im, addr);

	return (lo && hi && in_range(addr, lo->addr, hi->addr)) ||
	       (sec && !strcmp(sec->name, ".init.text"));
}

/* What runs as a guest has no IBRS in use; what runs guests is R14's. */
static bool is_guests(struct check *c, const char *name)
{
	static const char *const names[] = { "xen_*", "cpu_resume_xen*",
		"hv_*", "kvm_*", "*vmx_*", "*svm_*" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!c->lay.series && !fnmatch(names[i], name, 0)) {
			judged_not(c, RULE_6, "%s: a guest's code, or a host's",
				   name);
			return true;
		}
	return false;
}

/*
 * Each function that writes is walked, once. Not those that bring a foreign kernel
 * up: what they write is put together from the whole of its choice, and they are
 * gone before a user is there.
 */
static void walk_later(struct scan *s, enum site_class cls)
{
	const struct symbol *fn = whole(s->c, s->fn);
	struct entries *en = &s->c->en;
	struct wants *l = s->arg;
	struct entry *e;

	/* a guest's: by the ways to it and from it, vmexit.c */
	if (is_guests(s->c, fn->name) || cls == S_GUEST ||
	    (in_init_text(s->c, fn->addr) && !s->c->lay.series))
		return;
	for (size_t i = 0; i < en->nfunc; i++)
		if (en->func[i]->addr == fn->addr)
			return;
	e = entry_new(s->c, fn->name, fn->addr, E_FUNCTION);
	if (!e) {
		l->full = true;
		return;
	}
	e->cls = cls;
	e->init = in_init_text(s->c, fn->addr);
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
static void site(struct scan *s, bool write, bool direct, bool guessed)
{
	const uint64_t addr = s->here;
	const char *what = write ? "WRMSR" : "RDMSR";
	struct check *c = s->c;
	enum site_class cls = S_UNKNOWN;

	if (in_entry_text(c, addr))
		return;		/* the walk judges it */
	use_add(c, (struct use){ .addr = addr, .fn = s->fn, .write = write,
				 .direct = direct, .guessed = guessed });
	if (s->fn)
		cls = site_class_of(s->fn->name, c->lay.series);
	if (cls == S_UNKNOWN)
		found_at(c, "C-MSR", addr, "%s of IA32_SPEC_CTRL in a function that is not known to do it",
			 what);
	if (!s->fn || !write)
		return;
	if (cls != S_BOOT && cls != S_OTHER && direct && s->known[RAX] &&
	    s->known[RDX]) {
		judged_narrow(c, parts_of(RULE_6), addr);
		found_at(c, "R6", addr, "writes the constant 0x%x: the other bits are lost",
			 s->val[RAX]);
	}
	walk_later(s, cls);
}

static bool holds_msr(const struct scan *s, enum reg reg)
{
	return s->known[reg] && s->val[reg] == MSR_SPEC_CTRL;
}

/* Number 48h is loaded somewhere here, and this one takes what is not known. */
static bool may_be_it(const struct scan *s)
{
	return !s->known[RCX] && !s->from_arg[RCX] && s->loads_msr &&
	       s->table[RCX] != TABLE_OTHER;
}

/* Neither a constant nor what the function was given: said, each once. */
static void not_known(struct scan *s, enum reg reg)
{
	struct wants *l = s->arg;

	if (!s->fn || in_entry_text(s->c, s->fn->addr))
		return;
	if (s->table[reg] == TABLE_OTHER) {
		l->ntable++;
		return;
	}
	l->n++;
	if (l->last == s->fn)
		return;
	l->last = s->fn;
	fprintf(l->to, "%s%s", l->nfn++ ? ", " : "", s->fn->name);
}

static void by_insn(struct scan *s, const struct insn *in)
{
	bool write = in->op == ZYDIS_MNEMONIC_WRMSR;

	if (holds_msr(s, RCX) || may_be_it(s) || s->table[RCX] == TABLE_MAY)
		site(s, write, true, !holds_msr(s, RCX));
	else if (!s->known[RCX] && !s->from_arg[RCX])
		not_known(s, RCX);
}

/*
 * The number is the argument that the function takes for it; of one that is
 * known by name the first, or the second behind a CPU's.
 */
static void by_call(struct scan *s, const struct insn *in)
{
	struct insn to = call_resolved(s, in);
	const struct wrapper *by;
	enum access a = call_access(s->c, &to, &by);
	int reg = by && by->arg ? argument_reg(by->arg) : (int)RDI;

	if (a == ACCESS_NONE)
		return;
	if (by && by->arg && s->table[reg] == TABLE_MAY)
		site(s, a == ACCESS_WRITE, false, true);
	else if (holds_msr(s, reg) ||
	    ((!by || !by->arg) && (holds_msr(s, RCX) || holds_msr(s, RSI))))
		site(s, a == ACCESS_WRITE, false, false);
	else if (by && by->arg && !s->known[reg] && !s->from_arg[reg])
		not_known(s, reg);
}

static void each_onward(struct scan *s, const struct insn *in)
{
	if ((in->op == ZYDIS_MNEMONIC_RDMSR || in->op == ZYDIS_MNEMONIC_WRMSR) &&
	    holds_msr(s, RCX))
		site(s, in->op == ZYDIS_MNEMONIC_WRMSR, true, true);
}

/* Some way to the number, or to what only passes it on. */
static bool has_number(const struct scan *s, const uint8_t *p, size_t len,
		       uint64_t addr)
{
	return memmem(p, len, "\x48\0\0\0", 4) || memmem(p, len, "\x6a\x48", 2) ||
	       memmem(p, len, "\xb1\x48", 2) ||
	       has_access(s, p, len, addr);
}

bool sites_scan(struct check *c)
{
	char *names = NULL;
	size_t len;
	struct wants l = { .to = open_memstream(&names, &len) };
	struct scan s = { .c = c, .msr = by_insn, .call = by_call,
			  .onward = each_onward, .wanted = has_number,
			  .arg = &l };

	if (!l.to)
		out_of_memory();
	scan_text(&s);
	if (fclose(l.to) || !names)
		out_of_memory();
	if (l.n)
		judged_not(c, C_MSR, "%zu accesses whose number is not known: %s",
			   l.n, names);
	if (l.ntable)
		judged_presuming(c, C_MSR, "%zu numbers are of read-only tables that do not have it, and no index leaves its table",
				 l.ntable);
	free(names);
	return !l.full;
}
