// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the sweeps of the entry code have sent, and what they have not: numbers of
 * instructions by what each counts, what is excused by which line, and functions
 * that no sweep of the listing has executed.
 */
#include <stdlib.h>
#include <string.h>

#include "page/code.h"
#include "page/page.h"
#include "report/compare.h"
#include "rules/inject.h"

#define EXCLUDE	"tests/proof/sweep.exclude"

static const char * const title[INJ_NR] = {
	[INJ_NMI] = "NMI", [INJ_NEST] = "nested NMI", [INJ_DB] = "#DB",
	[INJ_MC] = "#MC",
};

/* Rows of entry text, or of what user mode executes ahead of it, that were hit. */
static unsigned int hit(const struct result *r, enum inject kind, bool user)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < r->cover.nrows; i++) {
		const struct cover_row *row = &r->cover.row[i];

		n += !row->site && !row->entry == user && row->sent[kind];
	}
	return n;
}

void sweep_say(struct doc *d, const char *name, const struct result *r,
	       enum inject kind)
{
	static const struct cover_place all;
	unsigned int code = hit(r, kind, false), user = hit(r, kind, true);
	struct cover_count n;

	cover_count(&r->cover, &all, kind, &n);
	if (kind == INJ_NMI)
		doc_say(d, "%s, NMI: of %u executed instructions that have to be "
			"hit %u were: %u of the entry code, %u of user mode "
			"right ahead of it, and %u of an NMI's own code, which "
			"one nested in that NMI has hit. %u are excused by name, "
			"%u were missed.", name, n.total, n.covered, code, user,
			n.covered - code - user, n.excluded, n.missing);
	else if (kind == INJ_NEST)
		doc_say(d, "%s, nested NMI: %u instructions were executed inside an "
			"NMI often enough (%u times) that one has to be hit "
			"there, and %u of them were, %u were missed. With those "
			"that ran less often %u were hit.", name, n.total,
			NEST_DEMAND, n.covered, n.missing, code);
	else
		doc_say(d, "%s, %s: of %u executed instructions that have to be "
			"hit %u were, %u are excused by name, %u were missed.",
			name, title[kind], n.total, n.covered, n.excluded,
			n.missing);
}

/* --- what was not sent ------------------------------------------------------------ */

/* "[base]" begins a section; else "KIND SYMBOL reason". */
void sweep_excused(struct doc *d)
{
	char **line = lines_read(EXCLUDE), section[32] = "";

	doc_table(d, "Excused by name: each line of " EXCLUDE,
		  "section\tkind\tsymbol\twhy nothing is sent there");
	for (; line && *line; line++) {
		char *next = *line, *kind, *symbol;
		unsigned int k;

		if (*next == '[')
			snprintf(section, sizeof(section), "%.*s",
				 (int)strcspn(next + 1, "]"), next + 1);
		if (!*next || strchr("#[", *next))
			continue;
		kind = strsep(&next, " ");
		symbol = strsep(&next, " ");
		k = inject_of_name(kind);
		doc_cell(d, "%s", section);
		doc_cell(d, "%s", k < INJ_NR && title[k] ? title[k] : kind);
		doc_cell(d, "%s", symbol ? symbol : "-");
		doc_cell(d, "%s", next ? next : "-");
	}
	if (!d->ncells)
		for (int i = 0; i < 4; i++)
			doc_cell(d, i ? "-" : "nothing is excused");
	doc_table_end(d);
	doc_say(d, "base: a limit of v4.15, which dies of it with nothing but the "
		"first patch as well. windows: kexec, where no gate is left. "
		"later: the same places by the names of later kernels. An "
		"instruction counts as excused only where that kind was never "
		"possible when it executed.");
}

/* The sweeps at hand, but for those of this page: who else executed something? */
#define MOST	24
static struct {
	const struct result *r;
	const char *name;
} other[MOST];
static unsigned int nothers;

void sweep_others(const struct input *in)
{
	char why[512];

	nothers = 0;
	for (unsigned int i = 0; i < in->ncases && nothers < MOST; i++) {
		const char *name = in->c[i].name;

		if (strncmp(name, "sweep-", 6) || strstr(name, "debian") ||
		    strstr(name, "control"))
			continue;
		other[nothers].r = input_run(in, name, why, sizeof(why));
		other[nothers].name = name;
		nothers += !!other[nothers].r;
	}
}

/* Is the function of "nmi+0x5" in " nmi 57, debug 3"? */
static bool is_named(const char *list, const char *place)
{
	char name[80];

	snprintf(name, sizeof(name), " %.*s ", (int)strcspn(place, "+"), place);
	return strstr(list, name);
}

void sweep_image(struct doc *d, const struct input *in, const char *name,
		 const enum inject *kind, size_t nkinds, const char *list)
{
	char why[512];
	const struct result *r = input_run(in, name, why, sizeof(why));

	if (!r) {
		doc_word(d, W_SKIP, "%s.", why);
		return;
	}
	for (size_t k = 0; k < nkinds; k++) {
		unsigned int able = 0, sent = 0, all = 0;

		for (unsigned int i = 0; i < r->cover.nrows; i++) {
			const struct cover_row *row = &r->cover.row[i];

			if (!row->entry || row->site || !row->exec ||
			    !is_named(list, row->name))
				continue;
			all++;
			able += row->able[kind[k]] > 0;
			sent += row->sent[kind[k]] > 0;
		}
		doc_say(d, "%s, %s: of the %u instructions that the entry image "
			"executed in its copy of these functions %u may be hit "
			"by one, and %u were%s", name, title[kind[k]], all, able,
			sent, able < all ? "; the others are excused by name." :
			".");
	}
}

static bool executes(const struct result *r, const char *function, size_t len)
{
	for (unsigned int i = 0; i < r->cover.nrows; i++) {
		const struct cover_row *row = &r->cover.row[i];

		if (row->entry && row->exec && !row->site &&
		    !strncmp(row->name, function, len) && row->name[len] == '+')
			return true;
	}
	return false;
}

/* What the hardware or the kernel has to do first, and these runs do not. */
static const struct {
	const char *function, *why;
} never[] = {
	{ "entry_SYSCALL_64", "with pti=on SYSCALL goes to the trampoline" },
	{ "reboot_interrupt", "an IPI that stops other processors: this run has "
	  "one" },
	{ "device_not_available", "the FPU is loaded eagerly, and not on #NM" },
	{ "coprocessor_segment_overrun", "vector 9, which no x86-64 CPU raises" },
	{ "spurious_interrupt_bug", "vector 15, which is reserved" },
	{ "ignore_sysret", "where the kernel has no 32-bit system calls" },
	{ "rewind_stack_do_exit", "behind an oops, which no run has" },
};

void sweep_never(struct doc *d, const char *function, size_t len)
{
	char by[256] = "";

	for (unsigned int i = 0; i < nothers; i++)
		if (executes(other[i].r, function, len))
			snprintf(by + strlen(by), sizeof(by) - strlen(by), "%s%s",
				 *by ? ", " : "", other[i].name);
	doc_cell(d, "%.*s", (int)len, function);
	doc_cell(d, "%s", *by ? by : "no sweep at hand");
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (strlen(never[i].function) == len &&
		    !strncmp(never[i].function, function, len)) {
			doc_cell(d, "%s", never[i].why);
			return;
		}
	doc_cell(d, "nothing in these runs raises or calls it");
}
