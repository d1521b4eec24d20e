// SPDX-License-Identifier: GPL-2.0-only
/* VM exits, by the instructions that enter a guest. */
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
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

static bool add_exit(struct check *c, const struct symbol *fn, uint64_t addr,
		     enum entry_kind kind)
{
	struct entries *en = &c->en;
	char name[PLACE_LEN];
	struct entry *e;

	for (size_t i = 0; i < en->nfunc; i++)
		if (en->func[i]->kind == kind && en->func[i]->addr == addr)
			return true;
	e = entry_new(c, place(&c->im, addr, name, sizeof(name)), addr, kind);
	if (e)
		e->home = fn;
	return e;
}

/* What goes on behind each op of three bytes. */
static bool scan(struct check *c, const struct section *sec, const char *op)
{
	const uint8_t *p = sec->data, *end = sec->data + sec->size;

	for (; (p = memmem(p, end - p, op, 3)); p++) {
		uint64_t addr = sec->addr + (p - sec->data);
		const struct symbol *fn = function_at(&c->im, addr);

		if (fn && is_insn(c, fn, addr) &&
		    !add_exit(c, fn, addr + 3, E_VMEXIT))
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
	return !fn || add_exit(c, fn, addr, E_VMEXIT);
}

/* R14 on context switch: all tasks go through here. */
static bool context_switch(struct check *c)
{
	const struct symbol *s = symbol_named(&c->im, "__switch_to_asm");

	if (!s) {
		judged_not(c, RULE_14, "context switch: no __switch_to_asm");
		return true;
	}
	return add_exit(c, s, s->addr, E_SWITCH);
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
			if (!scan(c, &c->im.sec[i], ops[k]))
				return false;
	if (!host_rip(c))
		return false;
	if (c->en.nfunc == n)
		judged_not(c, RULE_14, "VM exit: no VMLAUNCH, VMRESUME or VMRUN; modules are not looked at");
	return context_switch(c);
}
