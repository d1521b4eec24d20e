// SPDX-License-Identifier: GPL-2.0-only
/* VM exits, by the instructions that enter a guest. */
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/refuse.h"
#include "check/vmexit.h"

/* By the bytes, and where the function's instructions are. */
static bool is_insn(const struct check *c, const struct symbol *fn,
		    uint64_t addr)
{
	struct insn in;
	uint64_t at = fn->addr;

	while (at < addr) {
		if (!decode_at(&c->im, at, &in))
			return false;
		at += in.len;
	}
	return at == addr;
}

static struct entry *add(struct check *c, const struct symbol *fn,
			 uint64_t addr, enum entry_kind kind)
{
	struct entries *en = &c->en;
	char name[PLACE_LEN];
	struct entry *e;

	for (size_t i = 0; i < en->nfunc; i++)
		if (en->func[i]->kind == kind && en->func[i]->addr == addr)
			return en->func[i];
	e = entry_new(c, place(&c->im, addr, name, sizeof(name)), addr, kind);
	if (e)
		e->home = fn;
	return e;
}

static bool writes_msr(const struct check *c, const struct symbol *fn)
{
	for (size_t i = 0; i < c->res.nuse; i++)
		if (c->res.use[i].write && c->res.use[i].fn == fn)
			return true;
	return false;
}

/*
 * SVM is of CPUs on which IBRS is refused: read from who refuses. That KVM asks
 * for the same vendor is not. Where it writes the MSR, it is in use there.
 */
static bool svm_refused(struct check *c, const struct symbol *fn)
{
	const struct symbol *s = symbol_named(&c->im, "ibrs_refused");
	const struct symbol *cpu = symbol_named(&c->im, "boot_cpu_data");
	const struct refusal amd = { .byte = cpu ? cpu->addr + VENDOR : 0,
				     .value = VENDOR_AMD };

	if (!s || !cpu || writes_msr(c, fn) || !refuses(c, s, &amd))
		return false;
	judged_presuming(c, RULE_4, "%s runs on AMD's CPUs only, and IBRS is refused there",
			 fn->name);
	return true;
}

/* The way there and what goes on at @next, a VM exit. */
static bool add_guest(struct check *c, const struct symbol *fn, uint64_t next,
		      bool svm)
{
	struct entry *e = add(c, fn, next, E_VMEXIT);

	if (!e)
		return false;
	e->svm = svm;
	e->refused = svm && svm_refused(c, fn);
	note_place(c, e->refused ? NOTE_REFUSED : NOTE_VMEXIT, next);
	return e->refused || add(c, fn, fn->addr, E_VMENTER);
}

/* What goes on behind each op of three bytes. */
static bool scan(struct check *c, const struct section *sec, const char *op,
		 bool svm)
{
	const uint8_t *p = sec->data, *end = sec->data + sec->size;

	for (; (p = memmem(p, end - p, op, 3)); p++) {
		uint64_t addr = sec->addr + (p - sec->data);
		const struct symbol *fn = function_at(&c->im, addr);

		if (fn && is_insn(c, fn, addr) &&
		    !add_guest(c, fn, addr + 3, svm))
			return false;
	}
	return true;
}

/* Intel: where the host goes on is an address of its own, HOST_RIP. */
static bool host_rip(struct check *c)
{
	const struct symbol *s = symbol_named(&c->im, "vmx_return"), *fn;
	const uint8_t *p = s ? image_at(&c->im, s->addr, 8) : NULL;
	uint64_t addr;

	if (!p)
		return true;
	memcpy(&addr, p, 8);
	fn = function_at(&c->im, addr);
	return !fn || add_guest(c, fn, addr, false);
}

/* R14 on context switch: all tasks go through here. */
static bool context_switch(struct check *c)
{
	const struct symbol *s = symbol_named(&c->im, "__switch_to_asm");

	if (!s) {
		judged_not(c, RULE_14, "context switch: no __switch_to_asm");
		return true;
	}
	return add(c, s, s->addr, E_SWITCH);
}

bool fillings_find(struct check *c)
{
	size_t n = c->en.nfunc;
	static const char *const ops[] = { "\x0f\x01\xc2", "\x0f\x01\xc3",
					   "\x0f\x01\xd8" };

	if (c->im.major > 4) {
		judged_not(c, RULE_14, "VM exit: asked of the code that v4.15 has there, which later kernels do not; modules are not looked at");
		return context_switch(c);
	}
	for (size_t i = 0; i < c->im.nsec; i++)
		for (size_t k = 0; k < 3 && c->im.sec[i].exec &&
		     c->im.sec[i].data; k++)
			if (!scan(c, &c->im.sec[i], ops[k], k == 2))
				return false;
	if (!host_rip(c))
		return false;
	if (c->en.nfunc == n)
		judged_not(c, RULE_14, "VM exit: no VMLAUNCH, VMRESUME or VMRUN; of a module by --module");
	return context_switch(c);
}
