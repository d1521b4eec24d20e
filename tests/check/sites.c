// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every access to IA32_SPEC_CTRL in the whole text, by function: one that is
 * not listed here with its purpose is a finding. What clears and sets around
 * an idle state is walked as entry code is.
 */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"

enum purpose { SITE_BOOT, SITE_IDLE, SITE_LEAVE, SITE_FIRMWARE, SITE_OTHER };

static const struct site {
	const char *name;	/* "*": as a prefix */
	enum purpose purpose;
} sites[] = {
	{ "x86_spec_ctrl_init", SITE_BOOT },
	{ "ibrs_arm_boot_cpu", SITE_BOOT },
	{ "ibrs_arm_cpu", SITE_BOOT },
	{ "ibrs_for_firmware", SITE_BOOT },
	{ "ibrs_refused", SITE_BOOT },
	{ "check_bugs", SITE_BOOT },
	{ "spectre_v2_*", SITE_BOOT },
	{ "start_secondary", SITE_BOOT },
	{ "__restore_processor_state", SITE_BOOT },
	{ "restore_processor_state", SITE_BOOT },
	{ "machine_kexec", SITE_LEAVE },
	{ "stop_this_cpu", SITE_LEAVE },
	{ "crash_nmi_callback", SITE_LEAVE },
	{ "mwait_play_dead", SITE_LEAVE },
	{ "hlt_play_dead", SITE_LEAVE },
	{ "native_play_dead", SITE_LEAVE },
	{ "play_dead", SITE_LEAVE },
	{ "acpi_processor_ffh_cstate_enter", SITE_IDLE },
	{ "mwait_idle*", SITE_IDLE },
	{ "intel_idle*", SITE_IDLE },
	{ "efi_*", SITE_FIRMWARE },
	{ "virt_efi_*", SITE_FIRMWARE },
};

/* Later kernels: were one to write it in this series, it would be unknown. */
static const struct site later_sites[] = {
	{ "update_spec_ctrl*", SITE_OTHER },
	{ "write_spec_ctrl*", SITE_OTHER },
	{ "x86_spec_ctrl*", SITE_OTHER },
	{ "cpu_select_mitigations", SITE_BOOT },
	{ "bugs_*", SITE_BOOT },
	{ "cpu_bugs*", SITE_BOOT },
	{ "identify_boot_cpu", SITE_BOOT },
	{ "arch_cpu_finalize_init", SITE_BOOT },
	{ "early_init_intel", SITE_BOOT },
	{ "init_amd*", SITE_BOOT },
	{ "ssb_*", SITE_OTHER },
	{ "retbleed_*", SITE_BOOT },
	{ "srso_*", SITE_BOOT },
	{ "speculation_ctrl_update*", SITE_OTHER },
	{ "speculative_store_bypass_*", SITE_OTHER },
	{ "__speculation_ctrl_update*", SITE_OTHER },
	{ "__switch_to_xtra", SITE_OTHER },
	{ "intel_set_ssb_state", SITE_OTHER },
	{ "amd_set_ssb_virt_state", SITE_OTHER },
	{ "xen_*", SITE_OTHER },
	{ "cpu_resume_xen*", SITE_OTHER },
	{ "hv_*", SITE_OTHER },
	{ "kvm_*", SITE_OTHER },
	{ "vmx_*", SITE_OTHER },
	{ "__vmx_*", SITE_OTHER },
	{ "svm_*", SITE_OTHER },
	{ "__svm_*", SITE_OTHER },
	{ "__efi_*", SITE_FIRMWARE },
	{ "apm_*", SITE_FIRMWARE },
	{ "acpi_*", SITE_IDLE },
};

static const struct site *find(const struct site *t, size_t count,
			       const char *name)
{
	size_t plain = strcspn(name, ".");	/* .part.0, .constprop.0 */

	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(t[i].name);

		if (t[i].name[n - 1] == '*' ?
		    !strncmp(name, t[i].name, n - 1) :
		    n == plain && !strncmp(name, t[i].name, n))
			return &t[i];
	}
	return NULL;
}

static const struct site *site_of(const struct check *c, const char *name)
{
	const struct site *s = find(sites, sizeof(sites) / sizeof(*sites),
				    name);

	if (s || symbol_named(&c->im, "x86_spec_ctrl_kernel"))
		return s;
	return find(later_sites, sizeof(later_sites) / sizeof(*later_sites),
		    name);
}

struct scan {
	struct check *c;
	const struct symbol *fn;
	bool known[NREG];	/* registers that hold a constant */
	uint32_t val[NREG];
	const struct symbol *walk[64];
	enum purpose purpose[64];
	int nwalk;
};

void use_add(struct check *c, struct use u)
{
	for (size_t i = 0; i < c->nuse; i++)
		if (c->use[i].addr == u.addr)
			return;
	c->use = grow(c->use, c->nuse, &c->capuse, sizeof(*c->use));
	c->use[c->nuse++] = u;
}

void mark(struct check *c, uint64_t addr, uint8_t bits)
{
	const struct range *r = &c->lay.text[0];

	if (!c->reached)
		c->reached = calloc(1, r->hi - r->lo);
	if (c->reached && addr - r->lo < r->hi - r->lo)
		c->reached[addr - r->lo] |= bits;
}

size_t marked(const struct check *c, uint8_t bit)
{
	const struct range *r = &c->lay.text[0];
	size_t n = 0;

	for (uint64_t i = 0; c->reached && i < r->hi - r->lo; i++)
		n += !!(c->reached[i] & bit);
	return n;
}

static bool none_reached(const struct check *c, uint64_t from, uint64_t to)
{
	for (; from < to; from++)
		if (c->reached[from - c->lay.text[0].lo])
			return false;
	return true;
}

const struct symbol *unreached(const struct check *c, size_t *i)
{
	const struct range *r = &c->lay.text[0];

	for (; c->reached && *i < c->im.nsym; ++*i) {
		const struct symbol *s = &c->im.sym[*i];
		uint64_t end = s->addr + 1;

		if (s->addr < r->lo || s->addr >= r->hi ||
		    symbol_at(&c->im, s->addr) != s)
			continue;
		while (end < r->hi && symbol_at(&c->im, end) == s)
			end++;
		if (none_reached(c, s->addr, end)) {
			++*i;
			return s;
		}
	}
	return NULL;
}

static void walk_later(struct scan *s, enum purpose purpose)
{
	if (s->nwalk == 64 ||
	    (s->nwalk && s->walk[s->nwalk - 1] == s->fn))
		return;
	s->walk[s->nwalk] = s->fn;
	s->purpose[s->nwalk++] = purpose;
}

static void site(struct scan *s, uint64_t addr, bool write, bool direct)
{
	const char *what = write ? "WRMSR" : "RDMSR";
	const struct site *k = s->fn ? site_of(s->c, s->fn->name) : NULL;
	enum purpose purpose = k ? k->purpose : SITE_IDLE;
	struct check *c = s->c;

	if (in_entry_text(c, addr))
		return;		/* the walk judges it */
	use_add(c, (struct use){ addr, s->fn, write, direct });
	if (!k)
		found_at(c, "C-MSR", addr, "%s of IA32_SPEC_CTRL in a function that is not known to do it",
			 what);
	if (!s->fn || !write)
		return;
	if (direct && s->known[RAX] && s->known[RDX] && purpose != SITE_BOOT &&
	    purpose != SITE_OTHER)
		found_at(c, "R6", addr, "writes the constant 0x%x: the other bits are lost",
			 s->val[RAX]);
	if (purpose == SITE_IDLE || purpose == SITE_LEAVE)
		walk_later(s, purpose);
}

static void forget(struct scan *s, const struct insn *in)
{
	for (int i = 0; i < in->nop; i++)
		if (in->o[i].kind == OP_REG && in->o[i].write &&
		    in->o[i].reg < NREG)
			s->known[in->o[i].reg] = false;
}

/* In the order of the text: good enough for a number that is loaded near. */
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
		static const enum reg lost[] = { RAX, RCX, RDX, RSI, RDI, R8,
						 R9, R10, R11 };

		for (size_t i = 0; i < sizeof(lost) / sizeof(*lost); i++)
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

static bool walk_site(struct check *c, const struct symbol *fn,
		      enum purpose purpose)
{
	struct entry *e = entry_new(c, fn->name);

	if (!e)
		return false;
	e->addr = fn->addr;
	e->kind = E_FUNCTION;
	e->leaves = purpose == SITE_LEAVE;
	return walk_entry(c, e, true);
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
	for (int i = 0; i < s.nwalk; i++)
		if (!walk_site(c, s.walk[i], s.purpose[i]))
			return false;
	return true;
}
