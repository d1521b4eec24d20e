// SPDX-License-Identifier: GPL-2.0-only
/* Ways into the kernel: by the IDT tables, by name, and Xen's. */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/util.h"
#include "rules/vectors.h"

/* What the IDT tables do not hold, and all of it where there are no tables. */
static const struct known {
	const char *name;
	enum entry_kind kind;
	bool error_code;
	bool table;		/* the IDT tables have it */
} known[] = {
	{ "entry_SYSCALL_64", E_SYSCALL, false, false },
	{ "entry_SYSCALL_64_trampoline", E_SYSCALL, false, false },
	{ "entry_SYSENTER_compat", E_SYSCALL, false, false },
	{ "entry_SYSCALL_compat", E_SYSCALL, false, false },
	{ "ignore_sysret", E_SYSCALL, false, false },
	{ "ret_from_fork", E_LEAVE, false, false },
	{ "ret_from_fork_asm", E_LEAVE, false, false },
	/* called through sys_call_table, takes the slow way out */
	{ "stub_ptregs_64", E_LEAVE, false, false },
	{ "irq_entries_start", E_GATE, false, false },
	{ "spurious_entries_start", E_GATE, false, false },
	{ "xen_hvm_callback_vector", E_GATE, false, false },
	{ "asm_sysvec_xen_hvm_callback", E_GATE, false, false },
	{ "hyperv_callback_vector", E_GATE, false, false },
	{ "asm_sysvec_hyperv_callback", E_GATE, false, false },
	{ "async_page_fault", E_GATE, true, false },
	{ "entry_INT80_compat", E_GATE, false, false },
	{ "irq_move_cleanup_interrupt", E_GATE, false, true },
	{ "apic_timer_interrupt", E_GATE, false, true },
	{ "reschedule_interrupt", E_GATE, false, true },
	{ "divide_error", E_GATE, false, true },
	{ "invalid_op", E_GATE, false, true },
	{ "device_not_available", E_GATE, false, true },
	{ "segment_not_present", E_GATE, true, true },
	{ "stack_segment", E_GATE, true, true },
	{ "general_protection", E_GATE, true, true },
	{ "page_fault", E_GATE, true, true },
	{ "debug", E_IST, false, true },
	{ "int3", E_IST, false, true },
	{ "nmi", E_IST, false, true },
	{ "double_fault", E_IST, true, true },
	{ "machine_check", E_IST, false, true },
};

/* The one at addr, a new one where there is none; NULL: out of memory, said. */
static struct entry *add(struct check *c, const char *name, uint64_t addr,
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
	if (!strcmp(name, "entry_INT80_compat"))
		e->user = true;
	return e;
}

/* One of struct idt_data: vector, segment, bits (three of IST), address. */
static void read_gate(struct check *c, const uint8_t *p, bool *any)
{
	uint32_t vector = get32(p), segment = get32(p + 4);
	uint32_t bits = get32(p + 8) & 0xffff;
	uint64_t addr = get64(p + 16);
	const struct symbol *f;

	if (vector > 255 || segment != 0x10 || !(bits & 0x8000) ||
	    !in_entry_text(c, addr))
		return;
	f = symbol_at(&c->im, addr);
	if (!f || f->addr != addr)
		return;
	add(c, f->name, addr, bits & 7 ? E_IST : E_GATE,
	    vector_has_error_code(vector));
	*any = true;
}

/* True: an entry point is in it. */
static bool read_idt(struct check *c, const char *name)
{
	const struct symbol *s = symbol_named(&c->im, name);
	size_t room = s ? image_room(&c->im, s->addr) : 0;
	bool any = false;

	for (size_t off = 0; off + 24 <= room && off < 256 * 24; off += 24) {
		/* its end: by its size, or where the next symbol begins */
		if (off && symbol_at(&c->im, s->addr + off) !=
		    symbol_at(&c->im, s->addr))
			break;
		read_gate(c, image_at(&c->im, s->addr + off, 24), &any);
	}
	return any;
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
		if (!add(c, s->name, s->addr, E_XEN, error_code))
			return false;
	}
	return true;
}

/* Those that no IDT table of the image has. */
static bool known_entries(struct check *c, bool tables)
{
	bool tramp = symbol_named(&c->im, "entry_SYSCALL_64_trampoline");

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		const struct known *k = &known[i];
		const struct symbol *s = symbol_named(&c->im, k->name);
		struct entry *e;

		if (!s || !in_entry_text(c, s->addr) || (k->table && tables))
			continue;
		e = add(c, k->name, s->addr, k->kind, k->error_code);
		if (!e)
			return false;
		if (!strcmp(k->name, "entry_SYSCALL_64_trampoline"))
			e->pti = 1;
		else if (tramp && !strcmp(k->name, "entry_SYSCALL_64"))
			e->pti = 0;
	}
	return true;
}

/* Vectors given out while running: Hyper-V, KVM. */
static bool given_out(struct check *c)
{
	for (size_t i = 0; i < c->im.nsym; i++) {
		const struct symbol *s = &c->im.sym[i];

		if (!strncmp(s->name, "asm_sysvec_", 11) &&
		    in_entry_text(c, s->addr) &&
		    !add(c, s->name, s->addr, E_GATE, false))
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
	return add(c, symbol, s->addr, kinds[k].kind,
		   !strcmp(kinds[k].name, "error"));
}

bool entries_find(struct check *c)
{
	static const char *const idts[] = {
		"early_idts", "def_idts", "ist_idts", "apic_idts",
		"early_pf_idts", "ia32_idt",
	};
	bool tables = false;

	for (size_t i = 0; i < ARRAY_SIZE(idts); i++)
		tables |= read_idt(c, idts[i]);
	if (!known_entries(c, tables) || !given_out(c) || !xen_entries(c))
		return false;
	for (int i = 0; i < c->opt.nadd; i++)
		if (!entry_add(c, c->opt.add[i]))
			return false;
	if (!c->en.n) {
		error_(c, "no entry point known by name: name them by --entry");
		return false;
	}
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
}
