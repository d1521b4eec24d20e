// SPDX-License-Identifier: GPL-2.0-only
/* The same for what a sweep demands. */
#include <string.h>

#include "unit/report.h"

/* Two instructions, each with one injection of each kind. */
static struct cover_row rows[4];
static char first_row[] = "entry+0x0", second_row[] = "debug+0x0";
static char no_reason[] = "-";
static char a_reason[] = "MC: the stack; DB: on its own stack";
static char mc_reason[] = "MC: the stack";

static void swept(void)
{
	memset(rows, 0, sizeof(rows));
	o.sweep = true;
	r.cover.row = rows;
	r.cover.nrows = 2;
	rows[0].name = first_row;
	rows[1].name = second_row;
	for (unsigned int i = 0; i < 2; i++) {
		rows[i].entry = 0xffffffff81400000ull + i;
		rows[i].exec = 1000;
		rows[i].reasons = no_reason;
		for (unsigned int k = 0; k < INJ_NR; k++) {
			rows[i].able[k] = 500;
			rows[i].sent[k] = rows[i].back[k] = 1;
			r.cover.sent[k] = r.cover.back[k] = 2;
			r.cover.asked[k] = 1;
		}
	}
}

static void swept_hole(unsigned int kind)
{
	swept();
	rows[1].sent[kind] = rows[1].back[kind] = 0;
	r.cover.sent[kind] = r.cover.back[kind] = 1;
}

static void swept_hole_nmi(void)
{
	swept_hole(INJ_NMI);
	rows[1].sent[INJ_NEST] = 0;
}

static void swept_nmi_nested_only(void)
{
	swept_hole(INJ_NMI);
}

static void swept_hole_nest(void)
{
	swept_hole(INJ_NEST);
}

static void swept_never_in_nmi(void)
{
	swept_hole(INJ_NEST);
	rows[1].able[INJ_NEST] = 0;
}

static void swept_hole_db(void)
{
	swept_hole(INJ_DB);
}

static void swept_hole_mc(void)
{
	swept_hole(INJ_MC);
}

/* NMI and #MC are both taken behind it: executed once, it has one of them. */
static void swept_once(void)
{
	swept_hole(INJ_MC);
	rows[1].exec = 1;
}

static void swept_once_neither(void)
{
	swept_once();
	rows[1].sent[INJ_NMI] = 0;
}

static void swept_twice(void)
{
	swept_hole(INJ_MC);
	rows[1].exec = 2;
}

static void swept_once_no_db(void)
{
	swept_hole(INJ_DB);
	rows[1].exec = 1;
}

static void swept_excluded(void)
{
	swept_hole(INJ_DB);
	rows[1].able[INJ_DB] = 0;
	rows[1].reasons = a_reason;
}

static void swept_no_reason(void)
{
	swept_hole(INJ_DB);
	rows[1].able[INJ_DB] = 0;
	rows[1].reasons = mc_reason;
}

static void swept_reason_but_able(void)
{
	swept_hole(INJ_DB);
	rows[1].reasons = a_reason;
}

static void swept_not_asked(void)
{
	swept_hole(INJ_DB);
	r.cover.asked[INJ_DB] = 0;
}

static void swept_not_back(void)
{
	swept();
	r.cover.back[INJ_MC] = 0;
}

static void swept_in_flight(void)
{
	swept();
	r.cover.back[INJ_NMI]--;
}

static void swept_back_too_often(void)
{
	swept();
	r.cover.back[INJ_NMI]++;
}

static void swept_none(void)
{
	swept();
	r.cover.sent[INJ_NEST] = r.cover.back[INJ_NEST] = 0;
}

static void swept_nothing_asked(void)
{
	swept();
	memset(r.cover.asked, 0, sizeof(r.cover.asked));
}

static void swept_no_rows(void)
{
	swept();
	r.cover.nrows = 0;
}

static void swept_user_row(void)
{
	swept_hole(INJ_DB);
	rows[1].entry = 0;
}

/* ... and two more in a window, which no case sends a #DB to. */
static char third_row[] = "intel_idle+0x14", fourth_row[] = "play_dead+0x3";
static char idle[] = "idle", offline[] = "offline";

static void with_windows(void)
{
	swept();
	r.cover.nrows = 4;
	for (unsigned int i = 2; i < 4; i++) {
		rows[i] = rows[0];
		rows[i].name = i == 2 ? third_row : fourth_row;
		rows[i].site = i == 2 ? idle : offline;
		rows[i].sent[INJ_DB] = rows[i].back[INJ_DB] = 0;
	}
	o.require[o.nrequire++] = "window:idle";
}

static void window_hole(unsigned int kind)
{
	with_windows();
	rows[2].sent[kind] = rows[2].back[kind] = 0;
}

static void window_no_nmi(void)
{
	window_hole(INJ_NMI);
	rows[2].sent[INJ_NEST] = 0;
}

static void window_no_nest(void)
{
	window_hole(INJ_NEST);
}

/* Seldom is no excuse there: a nested one comes with the NMI. */
static void window_no_nest_seldom(void)
{
	window_hole(INJ_NEST);
	rows[2].able[INJ_NEST] = 1;
}

static void window_no_mc(void)
{
	window_hole(INJ_MC);
}

static void window_once(void)
{
	window_hole(INJ_MC);
	rows[2].able[INJ_MC] = 1;
}

static void window_hole_elsewhere(void)
{
	with_windows();
	rows[3].sent[INJ_NMI] = rows[3].sent[INJ_NEST] = 0;
}

static void window_excluded(void)
{
	window_no_nmi();
	for (unsigned int k = 0; k < INJ_NR; k++)
		rows[2].sent[k] = rows[2].able[k] = 0;
	rows[2].reasons = "NMI: no IDT; NEST: no IDT; MC: no IDT";
}

static void window_not_reached(void)
{
	with_windows();
	rows[2].site = offline;
}

static void window_unstepped(void)
{
	with_windows();
	r.cover.unstepped = 1;
}

/* windows=1: the entry text is left alone, and asks for nothing. */
static void windows_alone(void)
{
	with_windows();
	r.cover.windows = 1;
	r.cover.row += 2;
	r.cover.nrows = 2;
	r.cover.sent[INJ_DB] = r.cover.back[INJ_DB] = 0;
}

static void windows_alone_hole(void)
{
	windows_alone();
	rows[3].sent[INJ_NMI] = rows[3].sent[INJ_NEST] = 0;
}

static void windows_alone_none(void)
{
	windows_alone();
	r.cover.nrows = 0;
}

static void swept_broken(void)
{
	swept();
	broken();
}

const struct report_test sweep_tests[] = {
	{ "sweep: all covered", swept, W_PASS, 5, W_PASS },
	{ "sweep: an instruction without NMI", swept_hole_nmi, W_ERROR, 5,
	  W_PASS },
	{ "sweep: ... but a nested one", swept_nmi_nested_only, W_PASS, 5,
	  W_PASS },
	{ "sweep: without nested NMI", swept_hole_nest, W_ERROR, 5, W_PASS },
	{ "sweep: ... never inside an NMI", swept_never_in_nmi, W_PASS, 5,
	  W_PASS },
	{ "sweep: without #DB", swept_hole_db, W_ERROR, 5, W_PASS },
	{ "sweep: without #MC", swept_hole_mc, W_ERROR, 5, W_PASS },
	{ "sweep: ... executed once, for the NMI", swept_once, W_PASS, 5,
	  W_PASS },
	{ "sweep: ... and without that NMI", swept_once_neither, W_ERROR, 5,
	  W_PASS },
	{ "sweep: ... executed twice", swept_twice, W_ERROR, 5, W_PASS },
	{ "sweep: without #DB, executed once", swept_once_no_db, W_ERROR, 5,
	  W_PASS },
	{ "sweep: excluded with a reason", swept_excluded, W_PASS, 5, W_PASS },
	{ "sweep: a reason of another kind", swept_no_reason, W_ERROR, 5,
	  W_PASS },
	{ "sweep: excluded, yet possible", swept_reason_but_able, W_ERROR, 5,
	  W_PASS },
	{ "sweep: kind not asked for", swept_not_asked, W_PASS, 5, W_PASS },
	{ "sweep: two did not return", swept_not_back, W_ERROR, 5, W_PASS },
	{ "sweep: one in flight at the end", swept_in_flight, W_PASS, 5,
	  W_PASS },
	{ "sweep: more back than sent", swept_back_too_often, W_ERROR, 5,
	  W_PASS },
	{ "sweep: none injected", swept_none, W_ERROR, 5, W_PASS },
	{ "sweep: nothing asked for", swept_nothing_asked, W_ERROR, 5, W_PASS },
	{ "sweep: no instruction", swept_no_rows, W_ERROR, 5, W_PASS },
	{ "sweep: #DB not wanted in user code", swept_user_row, W_PASS, 5,
	  W_PASS },
	{ "window: all covered", with_windows, W_PASS, 5, W_PASS },
	{ "window: an instruction without NMI", window_no_nmi, W_ERROR, 5,
	  W_PASS },
	{ "window: without nested NMI", window_no_nest, W_ERROR, 5, W_PASS },
	{ "window: ... and was possible once", window_no_nest_seldom, W_ERROR,
	  5, W_PASS },
	{ "window: without #MC", window_no_mc, W_ERROR, 5, W_PASS },
	{ "window: ... executed once, for the NMI", window_once, W_PASS, 5,
	  W_PASS },
	{ "window: a hole in one that is not demanded", window_hole_elsewhere,
	  W_ERROR, 5, W_PASS },
	{ "window: nothing is possible, with reasons", window_excluded, W_PASS,
	  5, W_PASS },
	{ "window: demanded and not reached", window_not_reached, W_ERROR, 5,
	  W_PASS },
	{ "window: blocks that were not stepped", window_unstepped, W_ERROR, 5,
	  W_PASS },
	{ "window: these alone", windows_alone, W_PASS, 5, W_PASS },
	{ "window: these alone, with a hole", windows_alone_hole, W_ERROR, 5,
	  W_PASS },
	{ "window: these alone, and none", windows_alone_none, W_ERROR, 5,
	  W_PASS },
	{ "sweep: a broken rule is FAIL", swept_broken, W_FAIL, 5, W_FAIL },
	{ .name = NULL },
};
