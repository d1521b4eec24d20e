// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where one processor ends what another one has still to execute.  The INIT that
 * brings a processor back online may come in a handler that the sweep has sent it
 * to: MCG_STATUS.MCIP stays set then, and it never has a #MC again.  The end of
 * the machine cuts short what those stopped run behind their clear.  How far they
 * are by then is the host's doing, so the one that ends it waits for them.
 */
#include <time.h>
#include <unistd.h>

#include "rig/qemu.h"
#include "rig/vcpu.h"

/* No window that is left for good has so many instructions before it repeats. */
#define QUIET		64u
/* The kernel asks no sooner why a processor is stuck; what is missing is told. */
#define HOLD_SECONDS	10
#define HOLD_STEP_US	100

bool hold_here(uint64_t va)
{
	const struct sweep_cfg *c = &rig.sweep;

	return c->on && va && (va == c->brings_up || va == c->ends[0] ||
			       va == c->ends[1]);
}

/* It halted, or went round for long, and there was nothing left to inject. */
static bool through(const struct vcpu *v)
{
	const struct sweep *s = &v->sw;

	return !v->sweeping || !v->j.armed || s->halted ||
	       (!__atomic_load_n(&s->tag, __ATOMIC_RELAXED) &&
		__atomic_load_n(&s->quiet, __ATOMIC_RELAXED) >= QUIET);
}

static bool to_wait_for(const struct vcpu *v, uint64_t va)
{
	uint64_t cpu = q_reg(v->cpu, Q_RDI);

	if (va == rig.sweep.brings_up)
		return cpu < rig.ncpus && cpu != v->index &&
		       !through(&rig.v[cpu]);
	for (unsigned int i = 0; i < rig.ncpus; i++)
		if (i != v->index && !through(&rig.v[i]))
			return true;
	return false;
}

void vcpu_hold_block(unsigned int i, void *arg)
{
	struct vcpu *v = &rig.v[i];
	struct sweep *s = &v->sw;

	if (v->sweeping && to_wait_for(v, block_rec(arg)->va)) {
		if (!s->held_since)
			s->held_since = time(NULL);
		if (time(NULL) - s->held_since < HOLD_SECONDS) {
			usleep(HOLD_STEP_US);
			q_start_again(v->cpu);
		}
	}
	s->held_since = 0;
	vcpu_kernel_block(i, arg);
}
