// SPDX-License-Identifier: GPL-2.0-only
/* Parts of rules: what a case demands of them, and what was not there to judge. */
#include "unit/report.h"

/* The mark has all, and base what the kernel did not mask. */
static void base_masked(void)
{
	r.part[PART_R6_stibp] = r.part[PART_R6_ssbd] = 0;
}

static void base_masked_and_lost(void)
{
	base_masked();
	r.violations[6] = 3;
}

static void part_demanded(void)
{
	o.require[o.nrequire++] = "R9:offline";
}

static void part_never_seen(void)
{
	part_demanded();
	r.part[PART_R9_offline] = 0;
}

/* Another part of the same rule does not stand for it. */
static void interrupts_for_ist(void)
{
	o.require[o.nrequire++] = "R3:ist";
	r.part[PART_R3_ist] = 0;
	r.part[PART_R3_interrupt] = 1000;
}

static void part_not_demanded(void)
{
	o.require[o.nrequire++] = "R3:interrupt";
	r.part[PART_R3_ist] = 0;
}

/* Nothing of the rule was seen at all, which else is a SKIP. */
static void part_of_nothing(void)
{
	part_never_seen();
	r.exercised[9] = r.part[PART_R9_deep_idle] = 0;
}

/* Where a barrier has to be is known, and nothing of it was judged. */
static void barriers_asked(void)
{
	r.ibpb_asked = true;
}

static void barriers_unseen(void)
{
	barriers_asked();
	r.exercised[15] = 0;
}

/* Barriers are there without IBRS as well. */
static void barriers_off(void)
{
	barriers_asked();
	o.off = true;
	r.armed = r.armings = r.exercised[11] = 0;
}

static void barriers_off_missing(void)
{
	static char none[] = "no-barrier";

	barriers_off();
	r.kind[r.nkinds].rule = 15;
	r.kind[r.nkinds].name = none;
	r.kind[r.nkinds++].count = 3;
	r.violations[15] = 3;
}

static void barriers_undemanded(void)
{
	o.require[o.nrequire++] = "R15:exec";
	r.part[PART_R15_exec] = 0;
}

const struct report_test parts_tests[] = {
	{ "barriers, and no policy", part_demanded, W_PASS, 15, W_SKIP },
	{ "barriers by a policy", barriers_asked, W_PASS, 15, W_PASS },
	{ "... and none was judged", barriers_unseen, W_ERROR, 15, W_ERROR },
	{ "barriers with IBRS off", barriers_off, W_PASS, 15, W_PASS },
	{ "... and one is missing", barriers_off_missing, W_FAIL, 15, W_FAIL },
	{ "a demanded part, and no policy", barriers_undemanded, W_ERROR, 15,
	  W_ERROR },
	{ "base without STIBP and SSBD", base_masked, W_PASS, 6, W_SKIP },
	{ "... and something of it lost", base_masked_and_lost, W_FAIL, 6,
	  W_FAIL },
	{ "a demanded part seen", part_demanded, W_PASS, 9, W_PASS },
	{ "a demanded part never seen", part_never_seen, W_ERROR, 9, W_ERROR },
	{ "... but another part of it", interrupts_for_ist, W_ERROR, 3,
	  W_ERROR },
	{ "a part nobody demands", part_not_demanded, W_PASS, 3, W_PASS },
	{ "a demanded part of a rule never seen", part_of_nothing, W_ERROR, 9,
	  W_ERROR },
	{ .name = NULL }
};
