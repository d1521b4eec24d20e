// SPDX-License-Identifier: GPL-2.0
/*
 * IBPB between users: when a CPU that goes to another mm needs a barrier.
 */
#include <linux/bitops.h>
#include <linux/cache.h>
#include <linux/mm_types.h>
#include <linux/percpu.h>
#include <linux/sched/coredump.h>

#include <asm/ibpb.h>
#include <asm/msr.h>
#include <asm/tlbflush.h>

bool ibpb_always __ro_after_init;

/*
 * Has @next said that it wants to be kept apart? Memory of one that is dumpable
 * is open to ptrace() by its own user, who needs no predictor for it. That
 * another user could steer it is left to spectre_v2_user=on.
 */
static bool ibpb_needed(struct mm_struct *next, u64 last)
{
	/* No last: this CPU has come up, and who trained it is not known */
	if (ibpb_always || !last)
		return true;

	/*
	 * In exec the flag has no meaning yet: a new mm starts with that of the
	 * old one, and commit_creds() clears it for a setuid program. No binary
	 * format is set before that.
	 */
	if (!next->binfmt)
		return true;

	return get_dumpable(next) != SUID_DUMP_USER;
}

/*
 * In the record: the mm was let run without a barrier. It may not be dumpable
 * any more when it comes back, and those before it have trained this CPU still.
 */
#define IBPB_NONE	BIT_ULL(63)

void __ibpb_switch_mm(struct mm_struct *next)
{
	u64 ctx_id = next->context.ctx_id;
	u64 last = this_cpu_read(cpu_tlbstate.last_ctx_id);

	/*
	 * Nothing runs in user mode with init_mm. It leaves no record, so that
	 * a task which comes back after an idle time needs no barrier.
	 *
	 * The address of an mm is no name: another one can have it next.
	 */
	if (next == &init_mm || ctx_id == last)
		return;

	/* Bare: with paravirt wrmsrl() is an indirect call */
	if (ibpb_needed(next, last))
		__wrmsr(MSR_IA32_PRED_CMD, PRED_CMD_IBPB, 0);
	else
		ctx_id |= IBPB_NONE;

	this_cpu_write(cpu_tlbstate.last_ctx_id, ctx_id);
}
