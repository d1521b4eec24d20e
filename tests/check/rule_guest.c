// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guests: a VM entry is a crossing out, and what it runs is clear; behind a VM
 * exit the rules are those of any way in. And KVM as a module gets at the values.
 */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/rules.h"
#include "check/util.h"

bool enters_guest(const struct insn *in)
{
	return in->op == ZYDIS_MNEMONIC_VMLAUNCH ||
	       in->op == ZYDIS_MNEMONIC_VMRESUME ||
	       in->op == ZYDIS_MNEMONIC_VMRUN;
}

/*
 * Those of VMX and SVM. KVM gives each a fix-up, and it is taken only where an
 * emergency reboot has turned both off.
 */
bool is_vm_insn(const struct insn *in)
{
	static const uint16_t ops[] = {
		ZYDIS_MNEMONIC_VMREAD, ZYDIS_MNEMONIC_VMWRITE,
		ZYDIS_MNEMONIC_VMPTRLD, ZYDIS_MNEMONIC_VMPTRST,
		ZYDIS_MNEMONIC_VMCLEAR, ZYDIS_MNEMONIC_VMXON,
		ZYDIS_MNEMONIC_VMXOFF, ZYDIS_MNEMONIC_INVEPT,
		ZYDIS_MNEMONIC_INVVPID, ZYDIS_MNEMONIC_VMLOAD,
		ZYDIS_MNEMONIC_VMSAVE, ZYDIS_MNEMONIC_CLGI,
		ZYDIS_MNEMONIC_STGI, ZYDIS_MNEMONIC_INVLPGA,
	};

	for (size_t i = 0; i < ARRAY_SIZE(ops); i++)
		if (in->op == ops[i])
			return true;
	return enters_guest(in);
}

/* R2, R5: it has cleared IBRS, once (rule_count()), or the guest is slow. */
void rule_to_guest(struct walker *w, const struct insn *in)
{
	if (!of_guest(w->e) || w->e->refused || !enters_guest(in))
		return;
	w->reached_user = true;
	w->done = w->e->kind == E_VMENTER;
	if (!w->gate_on)
		return;
	judged_at(w->c, RULE_2, w->here);
	if (w->s->ibrs != IBRS_CLEAR)
		found(w, "R2", "VM entry without a clear of IBRS");
}

/* What is wrong with the function is told, so its writes may be out of place. */
static bool is_told(const struct check *c, const struct symbol *fn)
{
	for (size_t i = 0; i < c->res.nfind; i++)
		if (in_range(c->res.find[i].addr, fn->addr,
			     symbol_end(&c->im, fn)))
			return true;
	return false;
}

/* R5: no walk to a guest, or back to the first call, has come to this write. */
static void unseen(struct check *c, const struct use *u)
{
	if (u->guessed) {
		judged_not(c, RULE_5, "a WRMSR of %s, whose number is not known: of this MSR, or of another",
			   u->fn->name);
		return;
	}
	judged_parts(c, PART_BIT(R5_guest), u->addr);
	if (!u->sets && !u->clears && !is_told(c, u->fn))
		found_at(c, "R5", u->addr, "WRMSR by KVM that is neither ahead of VM entry nor right behind VM exit");
}

/*
 * R4: a module that cannot be given the value cannot be loaded, or would not set
 * it. Only where KVM can be one: it is what has this symbol exported.
 */
static void exported(struct check *c)
{
	static const char *const vars[] = { "x86_spec_ctrl_base",
					    "x86_spec_ctrl_kernel" };
	char name[64];

	if (!symbol_named(&c->im, "__ksymtab_preempt_notifier_register"))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(vars); i++) {
		const struct symbol *s = symbol_named(&c->im, vars[i]);

		snprintf(name, sizeof(name), "__ksymtab_%s", vars[i]);
		if (s)
			judged_at(c, RULE_4, s->addr);
		if (s && !symbol_named(&c->im, name))
			found_at(c, "R4", s->addr, "%s is not exported: a module cannot set IBRS behind a VM exit",
				 vars[i]);
	}
}

void guest_duties(struct check *c)
{
	if (!c->lay.series || c->ft.gate < 0)
		return;
	for (size_t i = 0; i < c->res.nuse; i++) {
		const struct use *u = &c->res.use[i];

		if (u->write && u->fn &&
		    site_class_of(u->fn->name, true) == S_GUEST)
			unseen(c, u);
	}
	exported(c);
}
