// SPDX-License-Identifier: GPL-2.0-only
/* anchor, cost and speed: what FAILs, what is no verdict, what they leave. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/commands.h"
#include "unit/compare.h"

/* --- runs -------------------------------------------------------------- */

struct counted {
	const char *name;
	unsigned int n, rd, wr, in, out, entry;
};

static char *text(unsigned int n)
{
	char *s;

	if (asprintf(&s, "%u", n) < 0)
		abort();
	return s;
}

static void path_row(FILE *f, const struct counted *p)
{
	const char *v[PATH_COLUMNS] = {
		[PATH_NAME] = p->name, [PATH_CROSSINGS] = text(p->n),
		[PATH_RDMSR] = text(p->rd), [PATH_WRMSR] = text(p->wr),
		[PATH_IN_TYP] = text(p->in), [PATH_OUT_TYP] = text(p->out),
		[PATH_ENTRY_MIN] = text(p->entry),
		[PATH_ENTRY_TYP] = text(p->entry),
		[PATH_TOTAL_MIN] = "200", [PATH_TOTAL_TYP] = "250",
	};

	record(f, REC_PATH, v);
}

/* A finished run with those paths, up to one without a name. */
static void run(const char *name, const struct counted *p)
{
	FILE *f = create(path("%s/rig.tsv", name) + strlen(dir) + 1);
	record(f, REC_META, (const char *[META_COLUMNS]){
			[META_KEY] = "entry_bytes", [META_VALUE] = "7000" });
	for (; p->name; p++)
		path_row(f, p);
	fprintf(f, "end\n");
	fclose(f);
}

/* The same for both page table modes. */
static void both(const char *who, const char *tail, const struct counted *p)
{
	char name[64];

	snprintf(name, sizeof(name), "%s-pti%s", who, tail);
	run(name, p);
	snprintf(name, sizeof(name), "%s-nopti%s", who, tail);
	run(name, p);
}

static void cut_short(const char *name)
{
	char *file = path("%s/rig.tsv", name);
	struct stat st;

	if (stat(file, &st) || truncate(file, st.st_size - 4))
		perror(file);
}

/* --- anchor ------------------------------------------------------------ */

static void mainline(void)
{
	both("anchor-debian", "", (struct counted[]){
		{ "start/IRET", 9, 0, 9, 0, 0, 9 },
		{ "SYSCALL64/SYSRET", 10, 0, 20, 50, 31, 111 },
		{ "NMI@kernel", 10, 10, 10, 0, 0, 126 },
		{ "#DB/SYSRET", 4, 0, 8, 1, 1, 9 }, { NULL } });
	both("anchor-debian", "-off", (struct counted[]){
		{ "SYSCALL64/SYSRET", 10, 0, 0, 0, 0, 100 },
		{ "NMI@kernel", 10, 0, 0, 0, 0, 112 },
		{ "#DB/SYSRET", 4, 0, 0, 0, 0, 9 }, { NULL } });
}

static void ours(unsigned int wr, unsigned int in)
{
	both("anchor-ours", "", (struct counted[]){
		{ "SYSCALL64/SYSRET", 10, 0, wr, in, 19, 78 },
		{ "NMI@kernel", 10, 10, 0, 0, 0, 97 },
		{ "#DB/SYSRET", 4, 0, 80, 9, 9, 9 }, { NULL } });
	both("anchor-ours", "-off", (struct counted[]){
		{ "SYSCALL64/SYSRET", 10, 0, 0, 0, 0, 69 },
		{ "NMI@kernel", 10, 0, 0, 0, 0, 90 }, { NULL } });
}

void anchor(void)
{
	GIVES("anchor: nothing counted", 2, "error: no counts of mainline's*",
	      cmd_anchor, dir);
	mainline();
	GIVES("anchor: mainline alone is no verdict", 77,
	      "SKIP: anchor: no run of ours*", cmd_anchor, dir);
	leaves("and is shown", "anchor.txt",
	       "pti *SYSCALL64/SYSRET *11 *0 *2 *50/31 *- *");
	ours(20, 50);
	GIVES("anchor: not behind", 0,
	      "PASS  anchor: 4 paths*fewer accesses on: NMI@kernel",
	      cmd_anchor, dir);
	leaves("the table", "anchor.txt", "nopti *SYSCALL64/SYSRET *11 *0 *2 "
	       "*50/31 *9 *0 *2 *50/19 *yes");
	ok(!strstr(text_of("anchor.txt"), "#DB"),
	   "without what has hardly been seen", "#DB");
	ours(30, 50);
	GIVES("anchor: one WRMSR more", 1,
	      "FAIL: anchor: 2 paths with more accesses*", cmd_anchor, dir);
	ours(20, 63);
	GIVES("anchor: a longer window", 1, "FAIL: anchor: 2 paths*",
	      cmd_anchor, dir);
	ours(20, 62);
	GIVES("anchor: in and out together", 0, "PASS*", cmd_anchor, dir);
	cut_short("anchor-ours-nopti");
	GIVES("anchor: one of ours cut short", 2, "error: no counts of ours*",
	      cmd_anchor, dir);
	unlink(path("anchor-ours-nopti/rig.tsv"));
	GIVES("anchor: one of ours missing", 2, "error: no counts of ours*",
	      cmd_anchor, dir);
	cut_short("anchor-debian-pti");
	GIVES("anchor: a run of mainline's cut short", 2,
	      "error: no counts of mainline's*", cmd_anchor, dir);
}

/* --- cost -------------------------------------------------------------- */

static void cost_run(const char *who, unsigned int entry)
{
	both(who, "", (struct counted[]){
		{ "SYSCALL64/SYSRET", 10, 0, 0, 0, 0, entry },
		{ "#PF/IRET", 10, 0, 0, 0, 0, 90 },
		{ "INT80/IRET", 10, 0, 0, 0, 0, 90 }, { NULL } });
}

void cost(void)
{
	char *listing = path("listing"), *header = path("header");

	put("header", "#define X86_FEATURE_KERNEL_IBRS\t\t( 7*32+28) /* */\n");
	put("listing",
	    "alt\tffffffff81400039\tentry+0x5\t252\t2\t2\tjmp    x+0x1\tffffffff81400058\n"
	    "alt\tffffffff81400139\tother+0x5\t151\t2\t2\tjmp    x+0x1\tffffffff81400158\n"
	    "alt\tffffffff81400239\tfilled+0x5\t252\t2\t0\tnop\t-\n");
	cost_run("cost-base", 100);
	cost_run("cost-base1", 101);
	GIVES("cost: one kernel not counted", 2,
	      "error: no SYSCALL64/SYSRET in cost-series-pti: run tests/run*",
	      cmd_cost, dir, listing, header);
	cost_run("cost-series", 103);
	GIVES("cost: two instructions more", 0, "PASS  cost: at most 2*",
	      cmd_cost, dir, listing, header);
	leaves("cost: the table", "cost.txt",
	       "pti *SYSCALL64/SYSRET *100 *101 *103 * 250 *250 *250 *+2, +0");
	leaves("cost: the places", "cost.txt", "1 places, 31 bytes");
	leaves("cost: each", "cost-sites.tsv", "entry\t31\tjmp");
	cost_run("cost-series", 104);
	GIVES("cost: three more", 1, "FAIL: cost: a path executes more*",
	      cmd_cost, dir, listing, header);
	put("listing", "alt\n");
	GIVES("cost: no place to patch", 2, "error: cost: no place*",
	      cmd_cost, dir, listing, header);
	put("header", "\n");
	GIVES("cost: no such feature", 2, "error: cost: no X86*", cmd_cost,
	      dir, listing, header);
}

/* --- a context switch -------------------------------------------------- */

static void part(FILE *f, const char *name, unsigned int n)
{
	record(f, REC_PART, (const char *[PART_COLUMNS]){
			[PART_RULE] = "R15", [PART_NAME] = name,
			[PART_COUNT] = text(n) });
}

/* @task and @thread: instructions outside entry text, of 250. */
static void switch_run(const char *name, unsigned int task,
		       unsigned int thread, unsigned int with,
		       unsigned int without)
{
	FILE *f = create(path("cost-switch-%s/rig.tsv", name) +
			 strlen(dir) + 1);

	path_row(f, &(struct counted){ .name = "SYSCALL64/SYSRET", .n = 10,
				       .entry = 250 - task });
	path_row(f, &(struct counted){ .name = "INT80/IRET", .n = 10,
				       .entry = 250 - thread });
	part(f, "switch", with);
	part(f, "none-needed", without);
	fprintf(f, "end\n");
	fclose(f);
}

#define PATCHED "alt\tffffffff81400039\tswitch_mm_irqs_off+0x35\t245\t5\t0\tjmp    x\t-\n"

void switches(void)
{
	char *listing = path("listing"), *header = path("header");

	put("header", "#define X86_FEATURE_USE_IBPB\t\t( 7*32+21) /* */\n");
	put("listing", PATCHED);
	switch_run("base", 100, 50, 0, 0);
	switch_run("none", 101, 50, 0, 0);
	switch_run("off", 110, 60, 0, 4000);
	switch_run("auto", 122, 60, 0, 4000);
	switch_run("closed", 124, 60, 4000, 10);
	GIVES("switch: one run is not there", 2,
	      "error: switch: cost-switch-on has too few*", cmd_switch, dir,
	      listing, header);
	switch_run("on", 118, 60, 999, 0);
	GIVES("switch: too few that R15 knew", 2,
	      "error: switch: cost-switch-on has too few*", cmd_switch, dir,
	      listing, header);
	switch_run("on", 118, 60, 1000, 0);
	GIVES("switch: one more, none to a thread", 0, "PASS  switch: one*",
	      cmd_switch, dir, listing, header);
	leaves("switch: what IBPB adds", "switch.txt",
	       "to another task: IBPB adds * +1 *+0 *+12 *+14 *+8");
	leaves("switch: barriers", "switch.txt", "... * 0 *0 *0 *1 *1");
	switch_run("none", 105, 50, 0, 0);
	GIVES("switch: five more with nothing chosen", 1,
	      "FAIL: switch: 5 instructions more*", cmd_switch, dir, listing,
	      header);
	switch_run("none", 101, 50, 0, 0);
	switch_run("auto", 122, 61, 0, 4000);
	GIVES("switch: one more to a thread", 1,
	      "FAIL: switch: 1 instructions more to a thread (auto)",
	      cmd_switch, dir, listing, header);
	switch_run("auto", 122, 60, 0, 4000);
	put("listing", PATCHED PATCHED);
	GIVES("switch: two places", 1, "FAIL: switch: 2 places*", cmd_switch,
	      dir, listing, header);
	put("listing", "alt\tffffffff81400039\tother+0x35\t245\t5\t0\tjmp    x\t-\n");
	GIVES("switch: another function", 1, "FAIL: switch: 1 places*",
	      cmd_switch, dir, listing, header);
	put("listing", "alt\tffffffff81400039\tswitch_mm_irqs_off+0x35\t245\t5\t5\tcall   x\t-\n");
	GIVES("switch: no jump", 1, "FAIL: switch: 1 places*", cmd_switch, dir,
	      listing, header);
	put("listing", "alt\n");
	GIVES("switch: no place", 2, "error: switch: no place*", cmd_switch,
	      dir, listing, header);
	put("header", "\n");
	GIVES("switch: no such feature", 2, "error: switch: no X86*",
	      cmd_switch, dir, listing, header);
}

/* --- guests ------------------------------------------------------------ */

static void guest_run(const char *name, const char *least,
		      const char *crossings)
{
	FILE *f = create(path("cost-guest-%s/rig.tsv", name) +
			 strlen(dir) + 1);

	record(f, REC_PATH, (const char *[PATH_COLUMNS]){
			[PATH_NAME] = "VMEXIT/VMENTRY",
			[PATH_CROSSINGS] = crossings,
			[PATH_TOTAL_MIN] = least });
	fprintf(f, "end\n");
	fclose(f);
}

void guests(void)
{
	guest_run("base", "752", "9");
	GIVES("cost-guest: one not counted", 2,
	      "error: cost-guest: no VMEXIT/VMENTRY in cost-guest-series*",
	      cmd_cost_guest, dir);
	guest_run("series", "754", "0");
	GIVES("cost-guest: broken there, and none came back", 2,
	      "error: cost-guest: no VMEXIT/VMENTRY in cost-guest-series*",
	      cmd_cost_guest, dir);
	guest_run("series", "754", "9");
	GIVES("cost-guest: a jump each", 0, "PASS  cost-guest: 2 *of 752",
	      cmd_cost_guest, dir);
	guest_run("series", "755", "9");
	GIVES("cost-guest: one more", 1, "FAIL: cost-guest: 3 *",
	      cmd_cost_guest, dir);
}

/* --- speed ------------------------------------------------------------- */

static void watched_run(const char *insns)
{
	FILE *f = create("small.tsv");

	record(f, REC_META, (const char *[META_COLUMNS]){
			[META_KEY] = "insns", [META_VALUE] = insns });
	fprintf(f, "end\n");
	fclose(f);
}

void speed(void)
{
	char *times = path("times.tsv");

	GIVES("speed: nothing measured", 77, "SKIP: speed: neither*", cmd_speed,
	      dir);
	GIVES("speed: the status of what is measured", 3, "", cmd_spent, times,
	      "sh", "bare", "sh", "-c", "exit 3");
	leaves("speed: its time", "times.tsv", "sh\tbare\t[0-9]*");
	put("times.tsv", "small\tbare\t100\nsmall\twatched\t160\n"
	    "small\tbare\t100\nsmall\twatched\t160\n");
	GIVES("speed: not watched", 2, "error: speed: small was not watched",
	      cmd_speed, dir);
	watched_run("0");
	GIVES("speed: nothing was watched", 2, "error: speed: small was not*",
	      cmd_speed, dir);
	watched_run("9");
	GIVES("speed: at the limit", 0, "PASS  speed: *", cmd_speed, dir);
	leaves("speed: the ratio", "speed.txt",
	       "small *unwatched *200 ms, watched *320 ms, ratio 1.60");
	put("times.tsv", "small\tbare\t100\nsmall\twatched\t161\n");
	GIVES("speed: above it", 1, "FAIL: speed: *", cmd_speed, dir);
	put("times.tsv", "small\tbare\t100\nsmall\twatched\t90\n"
	    "small\tbare\t100\n");
	GIVES("speed: not as often watched", 2, "error: speed: 2 boots*",
	      cmd_speed, dir);
}
