// SPDX-License-Identifier: GPL-2.0-only
/* Which ways into the kernel there are, and what is true where they begin. */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
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

static struct entry *add(struct check *c, const char *name, uint64_t addr,
			 enum entry_kind kind, bool error_code)
{
	struct entry *e, *all;

	for (size_t i = 0; i < c->nentry; i++) {
		e = &c->entry[i];
		if (e->addr != addr)
			continue;
		/* early_idts have no IST yet, ist_idts do */
		if (kind == E_IST)
			e->kind = E_IST;
		return e;
	}
	all = realloc(c->entry, (c->nentry + 1) * sizeof(*e));
	if (!all) {
		error_(c, "out of memory");
		return NULL;
	}
	c->entry = all;
	e = &c->entry[c->nentry++];
	memset(e, 0, sizeof(*e));
	snprintf(e->name, sizeof(e->name), "%s", name);
	e->addr = addr;
	e->kind = kind;
	e->error_code = error_code;
	e->pti = -1;
	return e;
}

/* struct idt_data: vector, segment, bits (IST in the low three), address */
static bool read_idt(struct check *c, const char *name)
{
	const struct symbol *s = symbol_named(&c->im, name), *f;
	size_t room = s ? image_room(&c->im, s->addr) : 0;
	struct entry *e;
	bool any = false;

	for (size_t off = 0; off + 24 <= room && off < 256 * 24; off += 24) {
		const uint8_t *p = image_at(&c->im, s->addr + off, 24);
		uint32_t vector, segment;
		uint16_t bits;
		uint64_t addr;

		/* its end: by its size, or where the next symbol begins */
		if (off && symbol_at(&c->im, s->addr + off) !=
		    symbol_at(&c->im, s->addr))
			break;
		memcpy(&vector, p, 4);
		memcpy(&segment, p + 4, 4);
		memcpy(&bits, p + 8, 2);
		memcpy(&addr, p + 16, 8);
		if (vector > 255 || segment != 0x10 || !(bits & 0x8000) ||
		    !in_entry_text(c, addr))
			continue;
		f = symbol_at(&c->im, addr);
		if (!f || f->addr != addr)
			continue;
		e = add(c, f->name, addr, bits & 7 ? E_IST : E_GATE,
			vector_has_error_code(vector));
		/* the one gate of v4.15 for which kernel code has no INT */
		if (e && !strcmp(e->name, "entry_INT80_compat"))
			e->user = true;
		any = true;
	}
	return any;
}

static void add_range(struct layout *l, const char *name,
		      const struct symbol *a, const struct symbol *b,
		      bool follow)
{
	if (a && b && b->addr > a->addr && b->addr - a->addr < 1 << 20 &&
	    l->ntext < 8)
		l->text[l->ntext++] = (struct range){ a->addr, b->addr, follow,
						      name };
}

static uint64_t addr_of(struct check *c, const char *name)
{
	const struct symbol *s = symbol_named(&c->im, name);

	return s ? s->addr : 0;
}

bool layout_read(struct check *c)
{
	struct image *im = &c->im;
	struct layout *l = &c->lay;
	const struct symbol *s;

	if (!im->nsym) {
		error_(c, "stripped: no symbols; give them by --symbols (System.map, or /proc/kallsyms of a boot with nokaslr)");
		return false;
	}
	add_range(l, "entry", symbol_named(im, "__entry_text_start"),
		  symbol_named(im, "__entry_text_end"), true);
	if (!l->ntext) {
		error_(c, "no __entry_text_start and __entry_text_end: not a v4.15 or later x86-64 vmlinux");
		return false;
	}
	if (!image_at(im, l->text[0].lo, l->text[0].hi - l->text[0].lo)) {
		error_(c, "the entry text is not in the file: not a whole vmlinux, or not its symbols");
		return false;
	}
	add_range(l, "irqentry", symbol_named(im, "__irqentry_text_start"),
		  symbol_named(im, "__irqentry_text_end"), false);
	s = symbol_named(im, "entry_SYSCALL_64_trampoline");
	if (s) {
		l->tramp = s->addr & ~0xfffull;
		l->tramp_end = l->tramp + 0x1000;
		if (l->tramp < l->text[0].lo || l->tramp >= l->text[0].hi)
			l->text[l->ntext++] = (struct range){ s->addr,
				s->addr + (s->size ? s->size : 0x200), true,
				"trampoline" };
	}
	l->tss = addr_of(c, "cpu_tss_rw");
	l->tss_end = l->tss ? l->tss + 0x1000 : 0;
	l->top_of_stack = addr_of(c, "cpu_current_top_of_stack");
	if (!l->top_of_stack && l->tss)
		l->top_of_stack = l->tss + 12;	/* sp1, v4.15 */
	l->percpu_end = addr_of(c, "__per_cpu_end");
	return true;
}

bool in_entry_text(const struct check *c, uint64_t addr)
{
	for (int i = 0; i < c->lay.ntext; i++)
		if (addr - c->lay.text[i].lo <
		    c->lay.text[i].hi - c->lay.text[i].lo)
			return true;
	return false;
}

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
	for (size_t i = 0; c->t.gate >= 0 && c->im.major <= 4 &&
	     i < c->im.nsym; i++) {
		const struct symbol *s = &c->im.sym[i];
		bool error_code = false;

		if (!is_xen(c, s))
			continue;
		for (size_t k = 0; k < c->nentry; k++)
			if (!strcmp(c->entry[k].name, s->name + 4))
				error_code = c->entry[k].error_code;
		if (!add(c, s->name, s->addr, E_XEN, error_code))
			return false;
	}
	return true;
}

bool entries_find(struct check *c)
{
	static const char *const idts[] = {
		"early_idts", "def_idts", "ist_idts", "apic_idts",
		"early_pf_idts", "ia32_idt",
	};
	bool tables = false, tramp;

	for (size_t i = 0; i < sizeof(idts) / sizeof(*idts); i++)
		tables |= read_idt(c, idts[i]);
	tramp = symbol_named(&c->im, "entry_SYSCALL_64_trampoline");
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		const struct known *k = &known[i];
		const struct symbol *s = symbol_named(&c->im, k->name);
		struct entry *e;

		if (!s || !in_entry_text(c, s->addr) || (k->table && tables))
			continue;
		e = add(c, k->name, s->addr, k->kind, k->error_code);
		if (!e)
			return false;
		if (!strcmp(k->name, "entry_INT80_compat"))
			e->user = true;
		if (!strcmp(k->name, "entry_SYSCALL_64_trampoline"))
			e->pti = 1;
		else if (tramp && !strcmp(k->name, "entry_SYSCALL_64"))
			e->pti = 0;
	}
	/* vectors given out while running: Hyper-V, KVM */
	for (size_t i = 0; i < c->im.nsym; i++)
		if (!strncmp(c->im.sym[i].name, "asm_sysvec_", 11) &&
		    in_entry_text(c, c->im.sym[i].addr))
			add(c, c->im.sym[i].name, c->im.sym[i].addr, E_GATE,
			    false);
	if (!xen_entries(c))
		return false;
	for (int i = 0; i < c->opt.nadd; i++)
		if (!entry_add(c, c->opt.add[i]))
			return false;
	if (!c->nentry) {
		error_(c, "no entry point known by name: name them by --entry");
		return false;
	}
	return true;
}

/* name, or name:syscall, :gate, :error, :ist, :leave */
bool entry_add(struct check *c, const char *name)
{
	static const char *const kinds[] = { "syscall", "gate", "ist",
					     "leave", "function", "error" };
	const char *colon = strchr(name, ':');
	enum entry_kind kind = E_GATE;
	const struct symbol *s;
	char plain[64];
	int k = E_GATE;

	snprintf(plain, sizeof(plain), "%.*s",
		 colon ? (int)(colon - name) : (int)strlen(name), name);
	if (colon) {
		for (k = 0; k < 6 && strcmp(kinds[k], colon + 1); k++)
			;
		if (k == 6) {
			error_(c, "--entry %s: the kind is one of syscall, gate, error, ist, leave, function",
			       name);
			return false;
		}
		kind = k == 5 ? E_GATE : (enum entry_kind)k;
	}
	s = symbol_named(&c->im, plain);
	if (!s || !image_at(&c->im, s->addr, 1)) {
		error_(c, "--entry %s: no such symbol", plain);
		return false;
	}
	return add(c, plain, s->addr, kind, k == 5);
}

struct entry *entry_new(struct check *c, const char *name)
{
	struct entry *e = calloc(1, sizeof(*e)), **all;

	all = e ? realloc(c->func, (c->nfunc + 1) * sizeof(*all)) : NULL;
	if (!all) {
		free(e);
		error_(c, "out of memory");
		return NULL;
	}
	c->func = all;
	c->func[c->nfunc++] = e;
	snprintf(e->name, sizeof(e->name), "%s", name);
	e->pti = -1;
	return e;
}

static void decide(struct check *c, struct state *s, const char *name, bool on)
{
	int i = feat_named(c, name);

	if (i < 0)
		return;
	s->f.known |= 1ull << i;
	s->f.val = on ? s->f.val | 1ull << i : s->f.val & ~(1ull << i);
}

/* Nothing to decide where no entry code asks for PTI. */
static bool has_pti(struct check *c)
{
	int i = feat_named(c, "pti");

	for (size_t k = 0; i >= 0 && k < c->t.nalt; k++)
		if (c->t.alt[k].cpuid == c->t.feat[i].id &&
		    in_entry_text(c, c->t.alt[k].site))
			return true;
	return false;
}

static void frame(struct state *s, bool error_code)
{
	s->r[RSP] = (struct val){ .kind = V_STK, .aux = STK_FRAME,
				  .c = error_code ? -8 : 0 };
	for (int i = 0; i < 5; i++)
		slot_set(s, STK_FRAME, i * 8,
			 (struct val){ .kind = V_FRAME, .c = i });
	if (error_code)
		slot_set(s, STK_FRAME, -8, v_top());
}

void entry_state(struct check *c, const struct entry *e, struct state *s)
{
	memset(s, 0, sizeof(*s));
	s->ip = e->addr;
	for (int i = 0; i < NREG; i++)
		s->r[i] = (struct val){ .kind = V_REG, .c = i };
	switch (e->kind) {
	case E_SYSCALL:
		s->from = FROM_USER;
		s->gs = GS_USER;
		s->cr3 = s->dcr3 = YES;
		s->dibrs = NO;
		if (strstr(e->name, "SYSENTER"))
			s->r[RSP] = (struct val){ .kind = V_STK,
						  .aux = STK_TRAMP };
		break;
	case E_GATE:
	case E_IST:
		frame(s, e->error_code);
		s->gs = GS_DELIV;
		s->cr3 = s->dcr3 = s->dibrs = s->dgs = MAYBE;
		if (!e->user)
			break;
		s->from = FROM_USER;
		s->gs = GS_USER;
		s->dgs = s->dibrs = NO;
		s->cr3 = s->dcr3 = YES;
		break;
	case E_XEN:
		/* below the frame of the CPU: RCX, R11, or segments as well */
		frame(s, e->error_code);
		s->r[RSP].c -= strstr(e->name, "failsafe") ? 48 : 16;
		slot_set(s, STK_FRAME, s->r[RSP].c, v_top());
		slot_set(s, STK_FRAME, s->r[RSP].c + 8, v_top());
		s->gs = GS_KERNEL;
		s->cr3 = s->dcr3 = s->dibrs = NO;
		s->dgs = YES;
		break;
	case E_VMEXIT:
		vmexit_state(c, s);
		break;
	case E_LEAVE:
	case E_FUNCTION:
		s->from = e->kind == E_LEAVE ? FROM_USER : FROM_KERNEL;
		s->r[RSP] = (struct val){ .kind = V_STK, .aux = STK_C };
		s->gs = GS_KERNEL;
		s->dgs = s->dibrs = YES;
		s->ibrs = IBRS_SET;
		s->irq = MAYBE;
		s->in_c = 1;
		break;
	}
	decide(c, s, "always", true);
	decide(c, s, "xenpv", e->kind == E_XEN);
	if (!has_pti(c) || e->pti == 0)
		decide(c, s, "pti", false);
	else if (e->pti == 1)
		decide(c, s, "pti", true);
	if (!has_pti(c) || e->pti == 0)
		s->cr3 = s->dcr3 = NO;
}
