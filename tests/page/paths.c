// SPDX-License-Identifier: GPL-2.0-only
/* The paths through the kernel, in each mode, and how long nothing protects. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "page/page.h"
#include "report/compare.h"

static const struct {
	const char *run, *title;
} modes[] = {
	{ "pti-smp1", "pti=on" },
	{ "nopti-smp1", "pti=off" },
	{ "pti-smp2", "pti=on, 2 CPUs" },
	{ "nopti-smp2", "pti=off, 2 CPUs" },
};
#define NR_MODES	(sizeof(modes) / sizeof(modes[0]))

static bool named_before(const struct result *const *r, size_t mode,
			 const char *path)
{
	for (size_t i = 0; i < mode; i++)
		if (r[i] && row_any(r[i], path))
			return true;
	return false;
}

static bool any_named(const struct result *const *r, const char *head)
{
	for (size_t m = 0; m < NR_MODES; m++)
		for (unsigned int i = 0; r[m] && i < r[m]->nrows; i++)
			if (!strncmp(r[m]->row[i].name, head, strlen(head)))
				return true;
	return false;
}

static void mode_cell(struct doc *d, const struct row *p)
{
	if (!p || !p->n)
		doc_cell(d, "-");
	else
		doc_cell(d, "%" PRIu64 "/%" PRIu64, p->in[1], p->out[1]);
}

static void one_path(struct doc *d, const struct result *const *r,
		     const char *path)
{
	uint64_t broken = 0, crossings = 0;
	const struct row *first = NULL;

	for (size_t m = 0; m < NR_MODES; m++) {
		const struct row *p = r[m] ? row_any(r[m], path) : NULL;

		for (unsigned int i = 1; p && i < NR_RULES; i++)
			broken += p->viol[i];
		crossings += p ? p->n : 0;
		first = first && first->n ? first : p ? p : first;
	}
	doc_cell(d, "%s", path);
	doc_cell(d, "%" PRIu64, crossings);
	doc_cell(d, "%.4g/%.4g", first->n ? (double)first->rd / first->n : 0,
		 first->n ? (double)first->wr / first->n : 0);
	for (size_t m = 0; m < NR_MODES; m++)
		mode_cell(d, r[m] ? row_any(r[m], path) : NULL);
	doc_cell(d, "%" PRIu64, broken);
}

static void all_paths(struct doc *d, const struct result *const *r)
{
	for (size_t m = 0; m < NR_MODES; m++)
		for (unsigned int i = 0; r[m] && i < r[m]->nrows; i++)
			if (!named_before(r, m, r[m]->row[i].name))
				one_path(d, r, r[m]->row[i].name);
}

static void say_run(struct doc *d, const struct result *r, size_t mode)
{
	doc_say(d, "%s is the case %s: %s instructions watched, %s crossings, "
		"%" PRIu64 " NMIs injected, PTI %s, IA32_SPEC_CTRL marked "
		"0x%" PRIx64 ".", modes[mode].title, modes[mode].run,
		doc_number(doc_digits(r->insns)),
		doc_number(doc_digits(r->crossings)), r->nmis,
		r->pti ? "on" : "off", r->mark);
}

void paths_section(struct doc *d, const struct input *in)
{
	const struct result *r[NR_MODES];
	unsigned int had = 0;
	char why[512];

	doc_section(d, "paths", "Paths and windows");
	for (size_t m = 0; m < NR_MODES; m++) {
		r[m] = input_run(in, modes[m].run, why, sizeof(why));
		if (r[m])
			say_run(d, r[m], m);
		else
			doc_word(d, W_SKIP, "%s: %s", modes[m].title, why);
		had += !!r[m];
	}
	if (!had)
		return;
	doc_say(d, "A crossing: %s.", word_means("crossing") ?: "ERROR, no such word");
	doc_say(d, "A window is CPL0 code executed while the MSR has IBRS clear: "
		"in/out are instructions on the way in and on the way out, the "
		"most frequent number. In each of them rule R7 allows entry "
		"code alone, without a RET or an indirect branch (R1). A path "
		"is named by how the kernel was entered and how it was left.");
	doc_say(d, "/SYSRET and /IRET: left to user mode so. /FAULT: its IRET "
		"faulted. @kernel: an event that came in protected kernel "
		"code, and went back there. @window: one that came in a "
		"window. @nested: an NMI within an NMI. @bad-iret: the fault of "
		"an IRET to user mode. start: what a processor was doing when "
		"it was first seen. A mark is what IA32_SPEC_CTRL holds from "
		"the start, so that a lost bit is seen. count: how "
		"often the path was taken in all modes together. broken: "
		"violations of any rule in them. \"-\": the path was not "
		"taken in that mode.");
	if (!any_named(r, "#MC"))
		doc_say(d, "An #MC came in none of these runs: the sweeps and "
			"\"Beside mainline\" send it.");
	doc_table(d, "Windows per mode, in/out; RDMSR/WRMSR of the MSR per crossing, "
		  "in the first mode that has the path",
		  "path\t#count\t#RD/WR\t#pti=on\t#off\t#on, 2\t#off, 2\t#broken");
	all_paths(d, r);
	doc_table_end(d);
}
