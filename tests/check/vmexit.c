// SPDX-License-Identifier: GPL-2.0-only
/*
 * VM exits, where KVM is built in. The series does not write the MSR there
 * (Documentation/x86/ibrs.txt, Limits): each is noted, not silent. What it does
 * promise is judged: the return stack is filled before anything that could be
 * predicted from what the guest left in it (R14). That no other access of the
 * MSR is made by KVM is sites.c's. Later kernels write it, in assembler of
 * their own: only v4.15 is judged.
 */
#include <string.h>

#include "check/check.h"

#define RSB_VMEXIT	(7 * 32 + 20)
#define RSB_ENTRIES	32

/* An entry of the return stack is made. Behind the last no path is followed. */
void vmexit_call(struct walker *w)
{
	if (++w->s->ncall < RSB_ENTRIES)
		return;
	w->done = w->reached_kernel = true;
	note_place(w->c, NOTE_VMEXIT, w->e->addr);
}

/* what: a branch that is predicted, or C. */
void rule_vmexit(struct walker *w, const char *what)
{
	found(w, "R14", "%s after a VM exit, and the return stack has not been filled",
	      what);
	w->done = w->reached_kernel = true;
}

/* By the bytes, and where the function's instructions are. */
static bool is_insn(const struct check *c, const struct symbol *fn,
		    uint64_t addr)
{
	struct insn in;
	uint64_t at = fn->addr;

	while (at < addr) {
		if (!decode(image_at(&c->im, at, 1), image_room(&c->im, at), at,
			    &in))
			return false;
		at += in.len;
	}
	return at == addr;
}

static bool walk_exit(struct check *c, const struct symbol *fn, uint64_t addr)
{
	char name[80];
	struct entry *e;

	for (size_t i = 0; i < c->nfunc; i++)
		if (c->func[i]->kind == E_VMEXIT && c->func[i]->addr == addr)
			return true;
	e = entry_new(c, place(&c->im, addr, name, sizeof(name)));
	if (!e)
		return false;
	e->addr = addr;
	e->kind = E_VMEXIT;
	e->home = fn;
	return walk_entry(c, e, true);
}

static bool scan(struct check *c, const struct section *sec, const char *op)
{
	const uint8_t *p = sec->data, *end = sec->data + sec->size;

	for (; (p = memmem(p, end - p, op, 3)); p++) {
		uint64_t addr = sec->addr + (p - sec->data);
		const struct symbol *fn = function_at(&c->im, addr);

		if (fn && is_insn(c, fn, addr) && !walk_exit(c, fn, addr + 3))
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
	return !fn || walk_exit(c, fn, addr);
}

/* What stands behind VMRUN, and behind VMLAUNCH and VMRESUME where they fail. */
bool vmexits(struct check *c)
{
	static const char *const ops[] = { "\x0f\x01\xc2", "\x0f\x01\xc3",
					   "\x0f\x01\xd8" };

	if (c->im.major > 4)
		return true;
	for (size_t i = 0; i < c->im.nsec; i++)
		for (size_t k = 0; k < 3 && c->im.sec[i].exec &&
		     c->im.sec[i].data; k++)
			if (!scan(c, &c->im.sec[i], ops[k]))
				return false;
	return host_rip(c);
}

/* Where IBRS is in use the kernel's choice has this on. */
void vmexit_state(struct check *c, struct state *s)
{
	int i = feat_index(c, FEAT_CPU, RSB_VMEXIT);

	for (int r = 0; r < NREG; r++)
		s->r[r] = v_top();
	s->from = FROM_KERNEL;
	s->r[RSP] = (struct val){ .kind = V_STK, .aux = STK_C };
	s->gs = GS_KERNEL;
	s->dgs = s->dibrs = YES;
	s->ibrs = IBRS_SET;
	s->f.known |= 1ull << i;
	s->f.val |= 1ull << i;
}
