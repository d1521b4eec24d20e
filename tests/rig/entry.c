// SPDX-License-Identifier: GPL-2.0-only
/*
 * Entry points, from the architecture and not from symbol names: the MSRs
 * SYSCALL and SYSENTER jump through, and the gates of the IDT.
 */
#include <pthread.h>
#include <string.h>

#include "rig/qemu.h"
#include "rig/vcpu.h"

#define GATE_SIZE	16
/* A gate set while running is seen within so many crossings out. */
#define IDT_AGAIN	1024u

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t pages[MAX_PAGES];
static unsigned int npages;

uint8_t entry_filter[4096];

bool entry_find(const struct vcpu *v, uint64_t rip, struct entry_point *e)
{
	memset(e, 0, sizeof(*e));
	e->rip = rip;
	if (rip == v->lstar)
		e->cls = E_SYSCALL64;
	else if (rip == v->cstar)
		e->cls = E_SYSCALL32;
	else if (rip == v->sysenter)
		e->cls = E_SYSENTER;
	if (e->cls)
		return true;
	return gate_find(rip, e);
}

bool entry_page(uint64_t addr)
{
	unsigned int n = __atomic_load_n(&npages, __ATOMIC_ACQUIRE);

	for (unsigned int i = 0; i < n; i++)
		if (pages[i] == page_of(addr))
			return true;
	return false;
}

static void share_page(struct vcpu *v, uint64_t page)
{
	bool full = false;

	pthread_mutex_lock(&lock);
	if (!entry_page(page)) {
		full = npages == MAX_PAGES;
		if (!full) {
			pages[npages] = page;
			__atomic_store_n(&npages, npages + 1,
					 __ATOMIC_RELEASE);
		}
	}
	pthread_mutex_unlock(&lock);
	if (full)
		judge_lost(&v->j, "too many entry pages", page);
}

void entry_add_page(struct vcpu *v, uint64_t addr)
{
	uint64_t page = page_of(addr);

	for (unsigned int i = 0; i < v->npages; i++)
		if (v->page[i] == page)
			return;
	if (v->npages == MAX_PAGES) {
		judge_lost(&v->j, "too many entry pages", addr);
		return;
	}
	v->page[v->npages++] = page;
	q_single_step_page(v->cpu, page);
}

/* SDM 3A figure 6-8: offset in three parts, IST in byte 4, type and P in byte 5. */
static void read_gate(struct vcpu *v, const uint8_t *g, unsigned int vec)
{
	uint64_t rip = g[0] | (uint64_t)g[1] << 8 | (uint64_t)g[6] << 16 |
		       (uint64_t)g[7] << 24;
	const char *why;
	uint32_t hi;

	memcpy(&hi, g + 8, 4);
	rip |= (uint64_t)hi << 32;
	if (!(g[5] & 0x80) || !rip)
		return;
	pthread_mutex_lock(&lock);
	entry_filter[rip & 0xfff] = 1;
	why = gate_add(rip, vec, g[4] & 7);
	if (!why)
		why = way_add(&(struct way){
			.rip = rip, .by = (uint16_t)vec,
			.ist = g[4] & 7, .type = g[5] & 15 });
	pthread_mutex_unlock(&lock);
	if (why)
		judge_lost(&v->j, why, rip);
	share_page(v, page_of(rip));
	entry_add_page(v, rip);
}

void entry_refresh(struct vcpu *v)
{
	uint8_t idt[256 * GATE_SIZE];
	uint32_t limit = 0;
	uint64_t base = 0;

	if (q_idt(v->cpu, &base, &limit) || limit + 1 > sizeof(idt)) {
		judge_lost(&v->j, "cannot read the IDT", base);
		return;
	}
	/* kexec and reboot load an IDT without any gate: base and limit 0 */
	if (limit + 1 < GATE_SIZE)
		return;
	if (q_read(v->cpu, base, idt, limit + 1)) {
		judge_lost(&v->j, "cannot read the IDT", base);
		return;
	}
	for (unsigned int vec = 0; vec < (limit + 1) / GATE_SIZE; vec++)
		read_gate(v, idt + vec * GATE_SIZE, vec);
	v->idt_seen = true;
}

void entry_before_user(struct vcpu *v)
{
	if (!v->idt_seen || !(++v->outs % IDT_AGAIN))
		entry_refresh(v);
}

/*
 * Firmware has each processor write MTRRs, and waits for that; one that it did
 * not wait for may run anything, or anywhere (Documentation/guest.txt).
 */
static void back_from_s3(struct vcpu *v)
{
	if (!rig.woken)
		return;
	rig.woken = false;
	for (unsigned int i = 0; i < rig.ncpus; i++)
		if (i != v->index && !rig.v[i].firmware)
			judge_lost(&v->j, "after S3 the firmware did not wait "
				   "for a processor, which may run anything", i);
}

static void start_tracking(struct vcpu *v)
{
	uint64_t a;

	for (a = page_of(rig.entry_lo); a < rig.entry_hi; a += 0x1000) {
		share_page(v, a);
		entry_add_page(v, a);
	}
	back_from_s3(v);
	v->tracking = v->active = true;
	v->found += v->j.msr & SPEC_CTRL_IBRS;
	/* an AP, or S3: the IDT is complete, interrupts may come unarmed */
	if (rig.cfg.chosen)
		entry_refresh(v);
}

/* Which MSR leads to @rip, for the report: of the trampoline what it is an alias of. */
static void remember(struct vcpu *v, uint64_t rip, unsigned int by)
{
	const char *why;

	if (rig.trampoline && rip < KERNEL_TEXT)
		rip = rig.trampoline | (rip & 0xfff);
	pthread_mutex_lock(&lock);
	why = way_add(&(struct way){ .rip = rip, .by = (uint16_t)by });
	pthread_mutex_unlock(&lock);
	if (why)
		judge_lost(&v->j, why, rip);
}

void entry_msr_written(struct vcpu *v, uint32_t msr, uint64_t val)
{
	unsigned int by;

	switch (msr) {
	case MSR_LSTAR:
		by = WAY_LSTAR;
		v->lstar = val;
		if (!v->tracking)
			start_tracking(v);
		break;
	case MSR_CSTAR:
		by = WAY_CSTAR;
		v->cstar = val;
		break;
	case MSR_SYSENTER_EIP:
		by = WAY_SYSENTER;
		v->sysenter = val;
		break;
	default:
		return;
	}
	entry_filter[val & 0xfff] = 1;
	if (val >= KERNEL_TEXT && !in_entry_text(val)) {
		judge_lost(&v->j, "SYSCALL or SYSENTER leads outside the "
			   "symbols' entry text (other kernel's symbols, or "
			   "nokaslr missing)", val);
		return;
	}
	if (val)
		remember(v, val, by);
	/* PTI in v4.15: SYSCALL lands in an alias outside kernel text */
	if (val && !in_entry_text(val)) {
		if (msr == MSR_LSTAR)
			v->alias = page_of(val);
		share_page(v, page_of(val));
		entry_add_page(v, val);
	}
}

/* v4.15 and 6.1: 12-byte entries, the first word relative to itself. */
void entry_load_extable(struct vcpu *v)
{
	uint64_t a = sym_addr(&rig.syms, "__start___ex_table");
	uint64_t end = sym_addr(&rig.syms, "__stop___ex_table");
	int32_t rel;

	for (; a && a < end; a += 12) {
		uint64_t insn;

		if (q_read(v->cpu, a, &rel, sizeof(rel))) {
			judge_lost(&v->j, "cannot read __ex_table", a);
			return;
		}
		insn = a + (uint64_t)(int64_t)rel;
		if (!in_entry_text(insn))
			continue;
		if (rig.nextable == MAX_EXTABLE) {
			judge_lost(&v->j, "more of __ex_table than "
				   "MAX_EXTABLE", insn);
			return;
		}
		rig.extable[rig.nextable++] = insn;
	}
}

bool entry_in_extable(uint64_t rip)
{
	for (unsigned int i = 0; i < rig.nextable; i++)
		if (rig.extable[i] == rip)
			return true;
	return false;
}
