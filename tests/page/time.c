// SPDX-License-Identifier: GPL-2.0-only
/* A system call, an interrupt and an NMI in a window, instruction by instruction. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "page/code.h"
#include "page/page.h"
#include "report/compare.h"

static const struct {
	const char *entry, *title;
	bool in_window;		/* what is found is known to be clear */
} told[] = {
	{ "entry_SYSCALL_64_trampoline", "A system call, pti=on", false },
	{ "apic_timer_interrupt", "An interrupt from user mode", false },
	{ "nmi:kernel", "An NMI that interrupts the kernel", false },
	{ "nmi:window", "An NMI that hits a window", true },
};

/*
 * espfix is a detour of the way out by IRET: a branch goes to it, and it comes
 * back to what is behind the branch.  No symbol is on the ordinary way alone, so
 * the checker cannot be asked for that one; where it lists the detour, the rest
 * of that path is the other.
 */
#define ESPFIX	"native_irq_return_ldt"

struct detour {
	size_t from, to;	/* its steps, without @to */
	const char *branch;
	const char *why;	/* it stays in: why; NULL */
};

static const struct {
	const char *title;
	int state;
	/* what the dark is, and the hatch */
	const char *dark, *hatched;
} lanes[] = {
	{ "IBRS", IBRS, "clear found0", "found" },
	{ "CR3", CR3, "user", "found" },
	{ "GS", GS, "user", "found" },
	{ "IF", IF, "yes", "?" },
};

static bool in_list(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = list; (p = strstr(p, word)); p += len)
		if ((p == list || p[-1] == ' ') && (!p[len] || p[len] == ' '))
			return true;
	return false;
}

static const char *fill(const char *state, size_t lane, bool in_window)
{
	if (in_window && lanes[lane].state == IBRS && !strcmp(state, "found"))
		return "#333";
	return in_list(lanes[lane].dark, state) ? "#333" :
	       in_list(lanes[lane].hatched, state) ? "#bbb" : NULL;
}

static void lane(struct doc *d, const struct walk *w, size_t n, bool in_window)
{
	doc_raw(d, "<span>%s</span><svg class=\"lane\" viewBox=\"0 0 %zu 10\" "
		"preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s "
		"along the path\">", lanes[n].title, w->n, lanes[n].title);
	for (size_t i = 0; i < w->n;) {
		const char *color;
		const char *state = w->step[i].state[lanes[n].state];
		size_t to = i;

		while (to < w->n &&
		       !strcmp(w->step[to].state[lanes[n].state], state))
			to++;
		color = fill(state, n, in_window);
		if (color)
			doc_raw(d, "<rect x=\"%zu\" y=\"%s\" width=\"%zu\" "
				"height=\"%s\" fill=\"%s\"/>", i,
				color[1] == '3' ? "0" : "5", to - i,
				color[1] == '3' ? "10" : "5", color);
		i = to;
	}
	doc_raw(d, "</svg>\n");
}

/* What changes the state, or is what all of it is for. */
static bool matters(const char *insn)
{
	static const char * const what[] = {
		"wrmsr", "rdmsr", "swapgs", "call", "iret", "sysret", "lfence",
	};

	for (size_t i = 0; i < sizeof(what) / sizeof(what[0]); i++)
		if (!strncmp(insn, what[i], strlen(what[i])))
			return true;
	return strstr(insn, ", %cr3") || strstr(insn, "to user") ||
	       !strncmp(insn, "sti", 3) || !strncmp(insn, "cli", 3);
}

/* Which MSR is accessed at step , by the last load of ECX. */
static const char *msr_of(const struct walk *w, size_t at)
{
	if (strncmp(w->step[at].insn, "wrmsr", 5) &&
	    strncmp(w->step[at].insn, "rdmsr", 5))
		return "";
	while (at--) {
		const char *insn = w->step[at].insn;

		if (strncmp(insn, "mov $", 5) || !strstr(insn, ", %ecx"))
			continue;
		switch ((uint32_t)strtoll(insn + 5, NULL, 16)) {
		case 0x48:
			return "  (IA32_SPEC_CTRL)";
		case 0xc0000101:
			return "  (IA32_GS_BASE)";
		default:
			return "  (another MSR)";
		}
	}
	return "";
}

static void steps(struct doc *d, const struct walk *w)
{
	doc_table(d, "What changes on the way; IBRS, CR3, GS and IF before each",
		  "at\t#nr\tinstruction\tIBRS\tCR3\tGS\tIF");
	for (size_t i = 0; i < w->n; i++) {
		const struct step *s = &w->step[i];

		if (i && i + 1 < w->n && !matters(s->insn))
			continue;
		doc_cell(d, "%s", s->name);
		doc_cell(d, "%zu", i + 1);
		doc_cell(d, "%s%s", s->insn, msr_of(w, i));
		for (int k = 0; k < NR_STATES; k++)
			doc_cell(d, "%s", s->state[k]);
	}
	doc_table_end(d);
}

static void one(struct doc *d, const struct walk *w, const char *title,
		bool in_window)
{
	size_t open = 0;

	for (size_t i = 0; i < w->n; i++)
		open += step_open(&w->step[i]) || (in_window &&
			!strcmp(w->step[i].state[IBRS], "found"));
	doc_part(d, title);
	doc_say(d, "%s: %zu instructions of entry code on the path that is drawn, "
		"%zu of them in a window; a called function is one.%s",
		w->entry, w->n, open, in_window ? " It hit a window, so IBRS was "
		"found clear: \"found\" is drawn as clear here." : "");
	doc_raw(d, "<div class=\"lanes\">\n");
	for (size_t i = 0; i < sizeof(lanes) / sizeof(lanes[0]); i++)
		lane(d, w, i, in_window);
	doc_raw(d, "</div>\n");
	if (!d->text)
		steps(d, w);
}

/* --- the ordinary way out --------------------------------------------------- */

static bool is_espfix(const struct step *s)
{
	return !strncmp(s->name, ESPFIX "+", strlen(ESPFIX) + 1);
}

/* What the kernel has behind the instruction @name; NULL: it is not listed. */
static const char *behind(const char *name)
{
	char **line = lines_read(REPORT "/" INSNS), *f[5];
	bool next = false;

	for (; line && *line; line++) {
		if (fields(*line, f, 5) < 5 || strcmp(f[0], "insn"))
			continue;
		if (next)
			return f[2];
		next = !strcmp(f[2], name);
	}
	return NULL;
}

static bool same_state(const struct step *a, const struct step *b)
{
	for (int i = 0; i < NR_STATES; i++)
		if (strcmp(a->state[i], b->state[i]))
			return false;
	return true;
}

/* False: there is none.  Else @to is there, but for a reason. */
static bool detour_of(const struct walk *w, struct detour *to)
{
	const char *next;

	*to = (struct detour){ .from = 0 };
	while (to->from < w->n && !is_espfix(&w->step[to->from]))
		to->from++;
	if (to->from == w->n || !to->from)
		return false;
	for (to->to = to->from; to->to < w->n && is_espfix(&w->step[to->to]);)
		to->to++;
	to->branch = w->step[to->from - 1].name;
	next = behind(to->branch);
	if (to->to == w->n || !next || strcmp(next, w->step[to->to].name))
		to->why = "it does not come back to what is behind its branch";
	else if (!same_state(&w->step[to->from - 1], &w->step[to->to]))
		to->why = "it comes back in another state";
	return true;
}

static struct walk without(const struct walk *w, const struct detour *cut)
{
	struct walk r = *w;

	r.n = w->n - (cut->to - cut->from);
	r.step = calloc(r.n, sizeof(*r.step));
	if (!r.step)
		abort();
	memcpy(r.step, w->step, cut->from * sizeof(*r.step));
	memcpy(r.step + cut->from, w->step + cut->to,
	       (w->n - cut->to) * sizeof(*r.step));
	return r;
}

static uint64_t executed(const struct result *r, const char *name)
{
	for (unsigned int i = 0; i < r->cover.nrows; i++)
		if (r->cover.row[i].entry && !r->cover.row[i].site &&
		    !strcmp(r->cover.row[i].name, name))
			return r->cover.row[i].exec;
	return 0;
}

/* How often each of the two was taken, where a sweep has counted it. */
static void say_taken(struct doc *d, const struct input *in, const char *branch)
{
	static const char * const sweep[] = { "sweep-pti", "sweep-short-pti" };
	const struct result *r = NULL;
	char why[512];
	int i = 0;

	while (!(r = input_run(in, sweep[i], why, sizeof(why))) && !i)
		i++;
	if (r)
		doc_say(d, "In %s the branch was executed %s times, by whatever "
			"returns by IRET, and the first "
			"instruction of " ESPFIX " %s times.", sweep[i],
			doc_number(doc_digits(executed(r, branch))),
			doc_number(doc_digits(executed(r, ESPFIX "+0x0"))));
	else
		doc_word(d, W_SKIP, "how often each way out was taken: %s.", why);
}

/* The path @w as it is drawn. */
static void ordinary(struct doc *d, const struct input *in, const struct walk *w,
		     const char *title, bool in_window)
{
	struct detour cut;
	struct walk rest;

	if (!detour_of(w, &cut)) {
		one(d, w, title, in_window);
	} else if (cut.why) {
		one(d, w, title, in_window);
		doc_say(d, "The way out is the one with espfix (" ESPFIX "), which "
			"is not the ordinary one: %s.", cut.why);
	} else {
		rest = without(w, &cut);
		one(d, &rest, title, in_window);
		doc_say(d, "The way out is the ordinary one, by IRET. The path "
			"that the checker lists goes by espfix, " ESPFIX ", which "
			"the branch %s leads to where user mode has a 16-bit "
			"stack, and which comes back behind that branch in the "
			"same state: its %zu instructions are left out.",
			cut.branch, cut.to - cut.from);
		say_taken(d, in, cut.branch);
	}
}

/* How often it was, and what it took: what the runs counted. */
static void in_window(struct doc *d, const struct input *in)
{
	char why[512];
	const struct result *r = input_run(in, "pti-smp1", why, sizeof(why));
	const struct row *p = r ? row_named(r, "NMI@window") : NULL;

	if (!p)
		doc_word(d, W_SKIP, "an NMI in a window: %s.",
			 r ? "pti-smp1 had none" : why);
	else
		doc_say(d, "The NMI above it found IBRS set, and writes nothing. One "
			"that hits a window finds it clear, sets it, and clears "
			"it again: in pti-smp1 "
			"%s did, with %s RDMSRs and %s WRMSRs in all, and %s "
			"to %s instructions unprotected in each.",
			doc_number(doc_digits(p->n)),
			doc_number(doc_digits(p->rd)),
			doc_number(doc_digits(p->wr)), doc_digits(p->in[0]),
			doc_digits(p->in[2]));
}

void time_section(struct doc *d, const struct input *in)
{
	struct walks walks;
	char why[256];

	doc_section(d, "time", "Four entries in time");
	if (!walks_read(&walks, why, sizeof(why))) {
		doc_word(d, W_SKIP, "%s.", why);
		return;
	}
	doc_say(d, "From the first instruction to the last, as the checker walks "
		"it. Full and dark is: IBRS clear, CR3 the user's, GS the "
		"user's, IF set. Half and grey is: as the interrupted code had "
		"it, which nobody knows there. Empty is: IBRS set, CR3 and GS "
		"the kernel's, IF clear. Of more ways out than one it is the "
		"one that the text names below it, else the one the checker "
		"lists. The checker "
		"walks what a CPU with PCID executes; QEMU's TCG has no PCID, so "
		"a run takes fewer instructions to load CR3, and the windows "
		"that runs counted (\"Paths and windows\") are shorter where CR3 "
		"is loaded. A "
		"WRMSR's effect is in the row behind it.");
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		const struct walk *w = walk_of(&walks, told[i].entry);

		if (w)
			ordinary(d, in, w, told[i].title, told[i].in_window);
		else
			doc_word(d, W_SKIP, "%s: the checker lists no path from "
				 "%s.", told[i].title, told[i].entry);
	}
	in_window(d, in);
}
