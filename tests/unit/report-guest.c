// SPDX-License-Identifier: GPL-2.0-only
/* What the guest's own checks say: failed, as announced, or without time. */
#include "unit/report.h"

static void guest_failed(void)
{
	r.guest_fail = 1;
}

static char ipi_late[] = "ipi: no end after 60 s, killed";

static void guest_late(void)
{
	r.failed = r.guest_fail = r.guest_timeout = 1;
	r.late[r.nlate++] = ipi_late;
}

static void guest_late_broken(void)
{
	guest_late();
	broken();
}

static void guest_late_plus(void)
{
	guest_late();
	r.failed++;
}

/* as the closing line has it alone */
static void guest_late_somewhere(void)
{
	r.guest_fail = r.guest_timeout = 2;
}

static void guest_late_known(void)
{
	guest_late();
	o.known[o.nknown++] = "guest:ipi";
}

static void guest_late_another(void)
{
	guest_late();
	o.known[o.nknown++] = "guest:ip";
}

static char failing[] = "not ok 7 selftest-sigreturn_32";

static void guest_announced(void)
{
	guest_failed();
	r.not_ok[r.nnot_ok++] = failing;
	o.known[o.nknown++] = "guest:selftest-sigreturn_32";
}

static void guest_announced_plus(void)
{
	guest_announced();
	r.guest_fail++;
}

static void guest_announced_only(void)
{
	o.known[o.nknown++] = "guest:selftest-sigreturn_32";
}

const struct report_test guest_tests[] = {
	{ "guest check failed", guest_failed, W_FAIL, 5, W_PASS },
	{ "guest check failed as announced", guest_announced, W_PASS, 5, W_PASS },
	{ "and another one", guest_announced_plus, W_FAIL, 5, W_PASS },
	{ "announced guest failure unseen", guest_announced_only, W_FAIL, 5,
	  W_PASS },
	{ "a driver without time", guest_late, W_ERROR, 5, W_PASS },
	{ "and a broken rule", guest_late_broken, W_FAIL, 5, W_FAIL },
	{ "and one that failed", guest_late_plus, W_FAIL, 5, W_PASS },
	{ "drivers without time, unnamed", guest_late_somewhere, W_ERROR, 5,
	  W_PASS },
	{ "one that was to fail, without time", guest_late_known, W_ERROR, 5,
	  W_PASS },
	{ "another was to fail", guest_late_another, W_FAIL, 5, W_PASS },
	{ .name = NULL }
};
