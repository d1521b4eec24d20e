// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line on stderr every few seconds, for long runs.  It reads the counts of
 * running processors without a lock: each is one word, and only shown.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "rig/vcpu.h"

static void line(uint64_t seconds)
{
	uint64_t insns = 0, crossings = 0, nmis = 0, bad = 0, lost = 0;

	for (unsigned int i = 0; i < rig.ncpus; i++) {
		const volatile struct vcpu *v = &rig.v[i];

		insns += v->insns;
		crossings += v->j.crossings;
		lost += v->j.lost;
		for (unsigned int k = 0; k < NMI_NR; k++)
			nmis += v->nmis[k];
		nmis += v->sw.sent[INJ_NMI] + v->sw.sent[INJ_NEST];
		for (unsigned int r = 1; r < NR_RULES; r++)
			bad += v->j.violations[r];
	}
	fprintf(stderr, "ibrs-rig: %" PRIu64 " s, %" PRIu64 " M instructions, %"
		PRIu64 " crossings, %" PRIu64 " NMIs, %" PRIu64
		" violations, lost %" PRIu64 "\n", seconds, insns / 1000000,
		crossings, nmis, bad, lost);
}

static void *tell_always(void *unused)
{
	uint64_t seconds = 0;

	(void)unused;
	for (;;) {
		sleep((unsigned int)rig.progress);
		seconds += rig.progress;
		line(seconds);
	}
	return NULL;
}

void progress_start(uint64_t seconds)
{
	pthread_t t;

	rig.progress = seconds;
	if (!pthread_create(&t, NULL, tell_always, NULL))
		pthread_detach(t);
}
