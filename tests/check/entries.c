// SPDX-License-Identifier: GPL-2.0-only
/* Ways into the kernel: by the IDT tables, by name, and Xen's. */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/edges.h"
#include "check/idt.h"
#include "check/util.h"

/* What the IDT tables do not hold, or hold besides: what they say counts. */
static const struct known {
	const char *name;
	enum entry_kind kind;
	bool error_code;
} known[] = {
	{ "entry_SYSCALL_64", E_SYSCALL, false },
	{ "entry_SYSCALL_64_trampoline", E_SYSCALL, false },
	{ "entry_SYSENTER_compat", E_SYSCALL, false },
	{ "entry_SYSCALL_compat", E_SYSCALL, false },
	{ "entry_SYSCALL32_ignore", E_SYSCALL, false },
	{ "ignore_sysret", E_SYSCALL, false },
	{ "ret_from_fork", E_LEAVE, false },
	{ "ret_from_fork_asm", E_LEAVE, false },
	/* called through sys_call_table, takes the slow way out */
	{ "stub_ptregs_64", E_LEAVE, false },
	/* called through pv_ops, which may point into the entry text */
	{ "_paravirt_nop", E_LEAVE, false },
	{ "paravirt_ret0", E_LEAVE, false },
	{ "nop_func", E_LEAVE, false },
	/* FRED; what it delivers has an error code always */
	{ "asm_fred_entrypoint_user", E_GATE, true },
	{ "asm_fred_entrypoint_kernel", E_IST, true },
	{ "irq_entries_start", E_GATE, false },
	{ "spurious_entries_start", E_GATE, false },
	{ "xen_hvm_callback_vector", E_GATE, false },
	{ "asm_sysvec_xen_hvm_callback", E_GATE, false },
	{ "hyperv_callback_vector", E_GATE, false },
	{ "asm_sysvec_hyperv_callback", E_GATE, false },
	{ "async_page_fault", E_GATE, true },
	{ "entry_INT80_compat", E_GATE, false },
	{ "irq_move_cleanup_interrupt", E_GATE, false },
	{ "apic_timer_interrupt", E_GATE, false },
	{ "reschedule_interrupt", E_GATE, false },
	{ "divide_error", E_GATE, false },
	{ "invalid_op", E_GATE, false },
	{ "device_not_available", E_GATE, false },
	{ "segment_not_present", E_GATE, true },
	{ "stack_segment", E_GATE, true },
	{ "general_protection", E_GATE, true },
	{ "page_fault", E_GATE, true },
	{ "debug", E_IST, false },
	{ "int3", E_IST, false },
	{ "nmi", E_IST, false },
	{ "double_fault", E_IST, true },
	{ "machine_check", E_IST, false },
};

struct entry *way_in(struct check *c, const char *name, uint64_t addr,
		     enum entry_kind kind, bool error_code)
{
	struct entries *en = &c->en;
	struct entry *e, *all;

	for (size_t i = 0; i < en->n; i++) {
		e = &en->entry[i];
		if (e->addr != addr)
			continue;
		/* early_idts have no IST yet, ist_idts do */
		if (kind == E_IST)
			e->kind = E_IST;
		return e;
	}
	all = realloc(en->entry, (en->n + 1) * sizeof(*e));
	if (!all) {
		error_(c, "out of memory");
		return NULL;
	}
	en->entry = all;
	e = &en->entry[en->n++];
	*e = (struct entry){ .addr = addr, .kind = kind,
			     .error_code = error_code, .pti = -1 };
	snprintf(e->name, sizeof(e->name), "%s", name);
	e->fatal = !strcmp(name, "double_fault") ||
		   !strcmp(name, "asm_exc_double_fault");
	/* the one gate of v4.15 for which kernel code has no INT */
	e->user = !strcmp(name, "entry_INT80_compat") ||
		  !strcmp(name, "asm_fred_entrypoint_user");
	/* pv_ops' own, of which there is nothing more to say */
	e->called = strstr(name, "paravirt_") || !strcmp(name, "nop_func");
	e->fred = !strncmp(name, "asm_fred_", 9);
	if (e->fred)
		e->pti = 0;
	return e;
}

/* An entry of Xen's: by its first instructions, or by name. */
static bool is_xen(const struct check *c, const struct symbol *s)
{
	static const uint8_t pops[] = { 0x59, 0x41, 0x5b };
	const struct section *sec = section_of(&c->im, s->addr);
	const uint8_t *p = image_at(&c->im, s->addr, sizeof(pops));

	if (strncmp(s->name, "xen_", 4) || !sec || !sec->exec || !p ||
	    !strcmp(s->name, "xen_early_idt_handler_array"))
		return false;
	return !memcmp(p, pops, sizeof(pops)) ||
	       !strcmp(s->name, "xen_sysenter_target") ||
	       !strcmp(s->name, "xen_failsafe_callback");
}

/*
 * What a Xen PV guest is entered by: not the IDT, and not with IBRS. Each takes
 * RCX and R11 off the stack first. Nothing to judge where there is no gate.
 */
static bool xen_entries(struct check *c)
{
	for (size_t i = 0; c->ft.gate >= 0 && c->im.major <= 4 &&
	     i < c->im.nsym; i++) {
		const struct symbol *s = &c->im.sym[i];
		bool error_code = false;

		if (!is_xen(c, s))
			continue;
		for (size_t k = 0; k < c->en.n; k++)
			if (!strcmp(c->en.entry[k].name, s->name + 4))
				error_code = c->en.entry[k].error_code;
		if (!way_in(c, s->name, s->addr, E_XEN, error_code))
			return false;
	}
	return true;
}

static bool known_at(const struct check *c, uint64_t addr)
{
	for (size_t i = 0; i < c->en.n; i++)
		if (c->en.entry[i].addr == addr)
			return true;
	return false;
}

/* Its name is no other's: so it is an entry point wherever it lies. */
static bool elsewhere(const char *name)
{
	return !strcmp(name, "ret_from_fork_asm") ||
	       !strncmp(name, "asm_fred_", 9);
}

/* Those that no IDT table of the image has. */
static bool known_entries(struct check *c)
{
	bool tramp = symbol_named(&c->im, "entry_SYSCALL_64_trampoline");

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		const struct known *k = &known[i];
		const struct symbol *s = symbol_named(&c->im, k->name);
		struct entry *e;

		if (!s || known_at(c, s->addr) ||
		    (!in_entry_text(c, s->addr) && !elsewhere(k->name)))
			continue;
		e = way_in(c, k->name, s->addr, k->kind, k->error_code);
		if (!e)
			return false;
		if (!strcmp(k->name, "entry_SYSCALL_64_trampoline"))
			e->pti = 1;
		else if (tramp && !strcmp(k->name, "entry_SYSCALL_64"))
			e->pti = 0;
	}
	return true;
}

/*
 * What DECLARE_IDTENTRY makes (v5.8), as for vectors that are given out while
 * running, and for KVM, which calls an NMI's. Xen PV's are not for IBRS.
 */
static bool named_so(struct check *c)
{
	for (size_t i = 0; i < c->im.nsym; i++) {
		const struct symbol *s = &c->im.sym[i];

		if ((!strncmp(s->name, "asm_sysvec_", 11) ||
		     (!strncmp(s->name, "asm_exc_", 8) &&
		      strncmp(s->name, "asm_exc_xen_", 12))) &&
		    in_entry_text(c, s->addr) &&
		    !way_in(c, s->name, s->addr, E_GATE, false))
			return false;
	}
	return true;
}

/* name, or name:syscall, :gate, :error, :ist, :leave, :function */
static bool entry_add(struct check *c, const char *name)
{
	static const struct {
		const char *name;
		enum entry_kind kind;
	} kinds[] = {
		{ "gate", E_GATE }, { "syscall", E_SYSCALL }, { "ist", E_IST },
		{ "leave", E_LEAVE }, { "function", E_FUNCTION },
		{ "error", E_GATE },
	};
	size_t plain = strcspn(name, ":"), k = 0;
	const struct symbol *s;
	char symbol[PLACE_LEN];

	snprintf(symbol, sizeof(symbol), "%.*s", (int)plain, name);
	while (name[plain] && k < ARRAY_SIZE(kinds) &&
	       strcmp(kinds[k].name, name + plain + 1))
		k++;
	if (k == ARRAY_SIZE(kinds)) {
		error_(c, "--entry %s: the kind is one of syscall, gate, error, ist, leave, function",
		       name);
		return false;
	}
	s = symbol_named(&c->im, symbol);
	if (!s || !image_at(&c->im, s->addr, 1)) {
		error_(c, "--entry %s: no such symbol", symbol);
		return false;
	}
	return way_in(c, symbol, s->addr, kinds[k].kind,
		   !strcmp(kinds[k].name, "error"));
}

bool entries_find(struct check *c)
{
	size_t n;

	if (!idt_tables(c))
		return false;
	n = c->en.n;
	if (!known_entries(c) || !named_so(c) ||
	    !xen_entries(c) || !idt_stubs(c) || !edges_find(c))
		return false;
	for (int i = 0; i < c->opt.nadd; i++)
		if (!entry_add(c, c->opt.add[i]))
			return false;
	judged_presuming(c, RULE_NONE, "%zu of %zu entry points are in no IDT table, but known by name, by what leads to them, or by --entry",
			 c->en.n - n, c->en.n);
	if (!c->en.n) {
		error_(c, "no entry point known by name: name them by --entry");
		return false;
	}
	judged_presuming(c, RULE_4, "what the IDT is given while running leads to the entry text, all of which is walked (C-ENTRY)");
	return true;
}

struct entry *entry_new(struct check *c, const char *name, uint64_t addr,
			enum entry_kind kind)
{
	struct entries *en = &c->en;
	struct entry *e = calloc(1, sizeof(*e));

	if (!e) {
		error_(c, "out of memory");
		return NULL;
	}
	en->func = grow(en->func, en->nfunc, &en->capfunc, sizeof(*en->func));
	en->func[en->nfunc++] = e;
	snprintf(e->name, sizeof(e->name), "%s", name);
	e->addr = addr;
	e->kind = kind;
	e->pti = -1;
	return e;
}

void entries_free(struct entries *en)
{
	for (size_t i = 0; i < en->nfunc; i++)
		free(en->func[i]);
	free(en->func);
	free(en->entry);
	free(en->alike);
}
