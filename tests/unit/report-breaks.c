// SPDX-License-Identifier: GPL-2.0-only
/* The same for a kernel that is known to break a rule somewhere. */
#include <string.h>

#include "unit/report.h"

static char nmi[] = "NMI@window", debug[] = "#DB@window", other[] = "NMI@kernel";
static char ret[] = "ret";

/* R1 is broken in an NMI's handler, and in that of a #DB inside of it. */
static void broken_there(void)
{
	r.row[0].name = nmi;
	r.row[1].name = debug;
	r.row[2].name = other;
	r.row[2].n = 1;
	r.nrows = 3;
	r.row[0].viol[1] = BROKEN_ENOUGH;
	r.row[1].viol[1] = 7;
	r.violations[1] = BROKEN_ENOUGH + 7;
	r.kind[r.nkinds++] = (struct kind){ 1, ret, BROKEN_ENOUGH + 7 };
}

static void announced(void)
{
	broken_there();
	o.breaks[o.nbreaks++] = "NMI@window:R1";
}

static void not_announced(void)
{
	announced();
	o.breaks[0] = "NMI@window:R7";
}

static void too_seldom(void)
{
	announced();
	r.row[0].viol[1]--;
	r.row[1].viol[1]++;
}

static void not_seen(void)
{
	o.breaks[o.nbreaks++] = "NMI@window:R1";
}

static void on_another_path(void)
{
	announced();
	o.breaks[0] = "#MC@window:R1";
}

/* One of all these is of an NMI that came over protected code. */
static void elsewhere(void)
{
	announced();
	r.row[2].viol[1]++;
	r.violations[1]++;
	r.kind[0].count++;
}

/* ... or of no path that has come to an end. */
static void of_no_path(void)
{
	announced();
	r.violations[1]++;
	r.kind[0].count++;
}

static void another_rule(void)
{
	announced();
	broken();
}

const struct report_test breaks_tests[] = {
	{ "breaks: as announced", announced, W_PASS, 1, W_PASS },
	{ "breaks: not announced", broken_there, W_FAIL, 1, W_FAIL },
	{ "breaks: another rule was announced", not_announced, W_FAIL, 1,
	  W_FAIL },
	{ "breaks: less often", too_seldom, W_FAIL, 1, W_FAIL },
	{ "breaks: not at all", not_seen, W_FAIL, 1, W_FAIL },
	{ "breaks: on another path", on_another_path, W_FAIL, 1, W_FAIL },
	{ "breaks: elsewhere as well", elsewhere, W_FAIL, 1, W_FAIL },
	{ "breaks: on no path", of_no_path, W_FAIL, 1, W_FAIL },
	{ "breaks: another rule as well", another_rule, W_FAIL, 5, W_FAIL },
	{ .name = NULL },
};
