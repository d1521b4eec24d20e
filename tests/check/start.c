// SPDX-License-Identifier: GPL-2.0-only
/* What is true where a walk begins. */
#include <string.h>

#include "check/check.h"
#include "check/start.h"
#include "check/util.h"

/* A feature whose answer this entry point implies. */
static void decide(struct check *c, struct state *s, const char *name, bool on)
{
	int i = feat_named(c, name);

	if (i >= 0)
		fvec_set(&s->f, i, on);
}

/* Nothing to decide where no entry code asks for PTI. */
static bool has_pti(struct check *c)
{
	int i = feat_named(c, "pti");

	for (size_t k = 0; i >= 0 && k < c->t.nalt; k++)
		if (c->t.alt[k].cpuid == c->ft.feat[i].id &&
		    in_entry_text(c, c->t.alt[k].site))
			return true;
	return false;
}

/* What the CPU pushes; C sees it as the end of pt_regs. */
static void pushed(struct state *s, uint32_t stack, int64_t off)
{
	for (int i = 0; i < 5; i++)
		slot_set(s, stack, off + i * 8,
			 (struct val){ .kind = V_FRAME, .c = i });
}

static void frame(struct state *s, bool error_code)
{
	s->r[RSP] = (struct val){ .kind = V_STK, .aux = STK_FRAME,
				  .c = error_code ? -8 : 0 };
	pushed(s, STK_FRAME, 0);
	if (error_code)
		slot_set(s, STK_FRAME, -8, v_top());
}

/* The kernel's own code, protected. */
static void from_kernel(struct state *s)
{
	s->from = FROM_KERNEL;
	s->r[RSP] = (struct val){ .kind = V_STK, .aux = STK_C };
	s->gs = GS_KERNEL;
	s->dgs = s->dibrs = YES;
	s->ibrs = IBRS_SET;
}

/* IBRS was set when the kernel was come into: one more set is one too many (R5). */
static void protected(struct state *s)
{
	from_kernel(s);
	s->from = FROM_USER;
	s->nset = 1;
}

static void from_user(struct state *s)
{
	s->from = FROM_USER;
	s->gs = GS_USER;
	s->dgs = s->dibrs = NO;
	s->cr3 = s->dcr3 = YES;
}

/* A frame, and nothing known of where it comes from unless the gate says so. */
static void at_gate(const struct entry *e, struct state *s)
{
	frame(s, e->error_code);
	s->gs = GS_DELIV;
	s->cr3 = s->dcr3 = s->dibrs = s->dgs = MAYBE;
	if (e->trap)
		s->irq = MAYBE;
	if (e->user)
		from_user(s);
	if (e->fred) {
		s->gs = GS_KERNEL;
		s->dgs = e->user ? NO : YES;
		s->from = e->user ? FROM_USER : FROM_KERNEL;
	}
}

/* Below the frame of the CPU: RCX, R11, or segments as well. */
static void from_xen(const struct entry *e, struct state *s)
{
	frame(s, e->error_code);
	s->r[RSP].c -= strstr(e->name, "failsafe") ? 48 : 16;
	slot_set(s, STK_FRAME, s->r[RSP].c, v_top());
	slot_set(s, STK_FRAME, s->r[RSP].c + 8, v_top());
	s->gs = GS_KERNEL;
	s->cr3 = s->dcr3 = s->dibrs = NO;
	s->dgs = YES;
}

/*
 * Behind a VM exit: the guest's registers; or as one task leaves it to another.
 * With IBRS, and with IBRS_ALL, which is the gate off, the kernel fills.
 */
static void before_fill(struct check *c, struct state *s, const char *feature)
{
	for (int r = 0; r < NREG; r++)
		s->r[r] = v_top();
	from_kernel(s);
	decide(c, s, feature, true);
	if (!c->ft.chosen)
		judged_presuming(c, RULE_14, "%s is on where IBRS is in use, and with IBRS_ALL",
				 feature);
}

/*
 * Behind a VM exit: a crossing in. What the guest ran with is base, for it has
 * no access to the MSR: clear. Where IBRS is refused it stays as the host's.
 */
static void from_guest(const struct entry *e, struct state *s)
{
	if (e->refused)
		return;
	s->from = FROM_USER;
	s->guest = 1;
	s->ibrs = IBRS_DELIV;
	s->dibrs = NO;
	s->nogif = e->svm;
	s->irq = e->svm ? MAYBE : NO;	/* #VMEXIT: as at VMRUN; VM exit: off */
	/* of SVM RAX is the host's, as RSP is */
	for (int r = 0; r < NREG; r++)
		if (r != RSP && (r != RAX || !e->svm))
			s->r[r] = (struct val){ .kind = V_REG, .c = r };
}

/* C, protected, on its way to a guest, by who puts interrupts off. */
static void to_guest(struct check *c, const struct entry *e, struct state *s)
{
	protected(s);
	s->in_c = 1;
	judged_presuming(c, RULE_7, "%s is called with interrupts off",
			 e->home->name);
}

/* To user mode, with pt_regs on the stack, in which all registers are. */
static void leaves(const struct entry *e, struct state *s)
{
	protected(s);
	if (e->called)
		return;		/* with a frame of C above it */
	s->regs = REGS_ALL;
	s->regs_stack = STK_C;
	/* called through a table: above its return address */
	s->regs_off = strncmp(e->name, "ret_from_fork", 13) ? 8 : 0;
	slot_set(s, STK_C, s->regs_off + 17 * 8,
		 (struct val){ .kind = V_FRAME, .c = 1 });
}

/*
 * Who is called with interrupts off, by those who call it through a pointer:
 * cpuidle, and the idle loop of a CPU that goes offline. All others have to
 * put them off themselves.
 */
static bool called_irqs_off(const char *name)
{
	static const char *const names[] = {
		"intel_idle", "intel_idle_s2idle", "intel_idle_ibrs",
		"acpi_processor_ffh_cstate_enter", "hlt_play_dead",
		"mwait_play_dead", "native_play_dead",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/*
 * Called protected, where IBRS is in use. Where it is not, the bit is clear,
 * but who brings a CPU up does not know that yet.
 */
static void function(struct check *c, const struct entry *e, struct state *s,
		     bool gate_on)
{
	from_kernel(s);
	s->irq = MAYBE;
	s->in_c = 1;
	if (called_irqs_off(e->name)) {
		s->irq = NO;
		judged_presuming(c, RULE_9, "%s is called with interrupts off",
				 e->name);
	}
	if (gate_on)
		return;
	s->dibrs = e->cls == S_BOOT ? MAYBE : NO;
	s->ibrs = e->cls == S_BOOT ? IBRS_DELIV : IBRS_CLEAR;
}

/* Zeros say: nothing known of where from, interrupts off, the kernel's CR3. */
static void by_kind(struct check *c, const struct entry *e, struct state *s,
		    bool gate_on)
{
	switch (e->kind) {
	case E_SYSCALL:
		from_user(s);
		if (strstr(e->name, "SYSENTER"))
			s->r[RSP] = (struct val){ .kind = V_STK,
						  .aux = STK_TRAMP };
		break;
	case E_GATE:
	case E_IST:
		at_gate(e, s);
		break;
	case E_XEN:
		from_xen(e, s);
		break;
	case E_VMEXIT:
		before_fill(c, s, "rsb_vmexit");
		from_guest(e, s);
		break;
	case E_VMENTER:
		to_guest(c, e, s);
		break;
	case E_SWITCH:
		before_fill(c, s, "rsb_ctxsw");
		break;
	case E_LEAVE:
		leaves(e, s);
		s->irq = MAYBE;
		s->in_c = 1;
		break;
	case E_FUNCTION:
		function(c, e, s, gate_on);
		break;
	}
}

void entry_state(struct check *c, const struct entry *e, struct state *s,
		 bool gate_on)
{
	memset(s, 0, sizeof(*s));	/* padding as well: it is hashed */
	s->ip = e->addr;
	for (int i = 0; i < NREG; i++)
		s->r[i] = (struct val){ .kind = V_REG, .c = i };
	by_kind(c, e, s, gate_on);
	decide(c, s, "always", true);
	decide(c, s, "xenpv", e->kind == E_XEN);
	judged_presuming(c, RULE_12, "xenpv is off but where Xen enters a PV guest");
	if (!has_pti(c) || e->pti == 0) {
		decide(c, s, "pti", false);
		s->cr3 = s->dcr3 = NO;
	} else if (e->pti == 1) {
		decide(c, s, "pti", true);
	}
}
