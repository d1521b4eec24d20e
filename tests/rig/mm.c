// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which mm a processor has, and what the guest says of it (R15).
 *
 * Its page tables are known by their physical address.  With PTI there are two
 * pages, the user's behind the kernel's, and bit 12 tells them apart; low bits
 * are the PCID's, bit 63 keeps the TLB.
 */
#include "rig/qemu.h"
#include "rig/vcpu.h"

#define CR3_TABLES	0x000ffffffffff000ull
#define CR3_PTI_USER	0x1000ull

static uint64_t tables(const struct vcpu *v)
{
	uint64_t mm = q_reg(v->cpu, Q_CR3) & CR3_TABLES;

	return v->pti ? mm & ~CR3_PTI_USER : mm;
}

void mm_user(struct vcpu *v, uint64_t rip)
{
	judge_mm(&v->j, rip, tables(v));
}

void mm_loaded(struct vcpu *v)
{
	uint64_t mm = tables(v), init;

	if (rig.init_pgt && !q_phys(v->cpu, rig.init_pgt, &init) && mm == init)
		mm = 0;
	judge_load(&v->j, v->pend_rip, mm);
}

void mm_says(struct vcpu *v)
{
	uint64_t said = q_reg(v->cpu, Q_RSI);

	if (!v->tracking || said >> 32 != SAY_MAGIC)
		return;
	if ((uint32_t)said == SAY_CHECKED)
		selfcheck_says(q_reg(v->cpu, Q_RDI));
	else
		judge_say(&v->j, v->pend_rip, (uint32_t)said,
			  q_reg(v->cpu, Q_RDI));
}
