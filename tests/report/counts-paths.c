// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records of paths: the windows, the accesses, and what IBRS adds.
 *
 * These are compared byte for byte, so only what each run of a kernel counts
 * the same may be in them.  A window is the most frequent one of its path, and
 * paths that only NMIs and #MC at random places take have none in here.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/anchor.h"
#include "report/compare.h"
#include "report/counts.h"

static const char * const mode_name[] = { "pti", "nopti" };

#define MODES	(sizeof(mode_name) / sizeof(mode_name[0]))

/*
 * Those of the guest's own work.  Of interrupts it is chance how many are of a
 * device, which have two instructions more: the least is of an APIC vector.
 */
static const struct path {
	const char *name;
	enum { MOST, LEAST, NO_WINDOW } window;
} paths[] = {
	{ "SYSCALL64/SYSRET", MOST }, { "SYSCALL64/IRET", MOST },
	{ "SYSCALL64/FAULT", MOST }, { "SYSENTER/SYSRET", MOST },
	{ "SYSENTER/IRET", MOST }, { "SYSCALL32/SYSRET", MOST },
	{ "SYSCALL32/IRET", MOST }, { "INT80/IRET", MOST },
	{ "INT80/FAULT", MOST }, { "IRQ/IRET", LEAST }, { "IRQ@kernel", MOST },
	{ "#DE/IRET", MOST }, { "#DB/IRET", MOST }, { "#BP/IRET", MOST },
	{ "#UD/IRET", MOST }, { "#GP/IRET", MOST }, { "#PF/IRET", MOST },
	{ "#GP@bad-iret/IRET", MOST }, { "#NP@bad-iret/IRET", MOST },
	{ "#GP@kernel", MOST }, { "#PF@kernel", MOST },
	{ "#DB@kernel", MOST }, { "#DB@window", MOST }, { "#DF@window", MOST },
	{ "NMI/IRET", MOST }, { "NMI@kernel", MOST }, { "NMI@window", NO_WINDOW },
};

#define PATHS	(sizeof(paths) / sizeof(paths[0]))

/* Accesses at each crossing: no key where not all crossings have as many. */
static void emit_accesses(struct counts *c, const char *head, const char *what,
			 uint64_t n, uint64_t crossings)
{
	if (n % crossings == 0)
		emit(c, "%s.%s\t%" PRIu64, head, what, n / crossings);
}

static void emit_window(struct counts *c, const char *head, uint64_t in,
		       uint64_t out)
{
	emit(c, "%s.in\t%" PRIu64, head, in);
	emit(c, "%s.out\t%" PRIu64, head, out);
	emit(c, "%s.window\t%" PRIu64 "/%" PRIu64, head, in, out);
}

/* One entry, or one exit, of all the paths that have it. */
struct part {
	const char *name;
	const char *paths[3];
	bool out;
};

static const struct part parts[] = {
	{ "SYSCALL64", { "SYSCALL64/SYSRET", "SYSCALL64/IRET" }, false },
	{ "SYSENTER", { "SYSENTER/SYSRET", "SYSENTER/IRET" }, false },
	{ "SYSCALL32", { "SYSCALL32/SYSRET", "SYSCALL32/IRET" }, false },
	{ "INT80", { "INT80/IRET" }, false },
	{ "#PF", { "#PF/IRET" }, false },
	{ "NMI", { "NMI/IRET" }, false },
	{ "exit.SYSRET", { "SYSCALL64/SYSRET" }, true },
	{ "exit.SYSRETL", { "SYSENTER/SYSRET", "SYSCALL32/SYSRET" }, true },
	{ "exit.IRET", { "SYSCALL64/IRET", "INT80/IRET", "NMI/IRET" }, true },
};

/* No key where the paths do not agree. */
static void emit_part(struct counts *c, const char *mode,
		     const struct result *r, const struct part *p)
{
	uint64_t first = 0;

	for (unsigned int i = 0; i < 3 && p->paths[i]; i++) {
		const struct row *row = row_named(r, p->paths[i]);
		uint64_t n = p->out ? row->out[1] : row->in[1];

		if (i && n != first)
			return;
		first = n;
	}
	emit(c, "%s.%s.%s\t%" PRIu64, mode, p->name, p->out ? "out" : "in",
	    first);
}

/* The least window on the way in of an interrupt, of the runs of that mode. */
static uint64_t irq_in(const struct counts *c, const char *mode)
{
	uint64_t least = UINT64_MAX;
	char name[32];

	for (unsigned int cpus = 1; cpus <= 2; cpus++) {
		const struct row *row;

		snprintf(name, sizeof(name), "%s-smp%u", mode, cpus);
		row = row_named(run_of(c, name), "IRQ/IRET");
		if (row && row->in[0] < least)
			least = row->in[0];
	}
	return least;
}

static bool count_mode(struct counts *c, const char *mode,
		       const struct result *r)
{
	char head[64];

	for (size_t i = 0; i < PATHS; i++) {
		const struct row *row = row_named(r, paths[i].name);

		if (!row)
			return lacks(c, "%s-smp1: nothing took %s", mode,
				     paths[i].name);
		snprintf(head, sizeof(head), "%s.%s", mode, paths[i].name);
		if (paths[i].window != NO_WINDOW)
			emit_window(c, head, paths[i].window == MOST ?
				   row->in[1] : irq_in(c, mode), row->out[1]);
		emit_accesses(c, head, "wrmsr", row->wr, row->n);
		emit_accesses(c, head, "rdmsr", row->rd, row->n);
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		emit_part(c, mode, r, &parts[i]);
	return true;
}

/* Entry text of the patched kernel is the same in both modes. */
bool count_windows(struct counts *c)
{
	const struct result *pti = run_of(c, "pti-smp1");

	if (!count_mode(c, "pti", pti) ||
	    !count_mode(c, "nopti", run_of(c, "nopti-smp1")))
		return false;
	emit(c, "text\t%" PRIu64, pti->entry_bytes);
	return true;
}

/*
 * A device's interrupt comes by common_interrupt.  The guest may see none; the
 * entry image takes interrupts of both kinds, and has what that adds.
 */
bool count_device(struct counts *c)
{
	for (unsigned int m = 0; m < MODES; m++) {
		const struct row *guest, *image;
		uint64_t added;
		char name[32];

		snprintf(name, sizeof(name), "%s-smp1", mode_name[m]);
		guest = row_named(run_of(c, name), "IRQ/IRET");
		snprintf(name, sizeof(name), "image-%s", mode_name[m]);
		image = row_named(run_of(c, name), "IRQ/IRET");
		if (!guest || !image)
			return lacks(c, "%s: nothing took IRQ/IRET", name);
		added = image->in[2] - image->in[0];
		emit(c, "%s.added\t%" PRIu64, mode_name[m], added);
		emit_window(c, mode_name[m], irq_in(c, mode_name[m]) + added,
			   guest->out[1]);
	}
	return true;
}

/* --- beside mainline ------------------------------------------------- */

/*
 * The number of instructions IBRS adds differs from one way through a path to
 * another, and on some paths chance decides which way most crossings took. On
 * these the guest's work does, which is the same in all four runs.
 */
static const char * const settled[] = {
	"SYSCALL64/SYSRET", "SYSENTER/SYSRET", "SYSCALL32/SYSRET", "INT80/IRET",
	"#PF/IRET", "#UD/IRET", "#GP/IRET", "#DB/IRET", "NMI/IRET", "#MC/IRET",
	"NMI@kernel", "#DB@kernel", "#MC@kernel", "#DB@window", "#DF@window",
};

static bool emit_added(struct counts *c, const char *mode, const char *who,
		      const char *path, const struct added *a)
{
	char head[96];

	if (a->rd % 100 || a->wr % 100)
		return lacks(c, "%s of %s: not as many accesses at each "
			     "crossing", path, who);
	snprintf(head, sizeof(head), "%s.%s.%s", mode, path, who);
	emit(c, "%s.added\t%" PRId64, head, a->insns);
	emit(c, "%s.other\t%" PRId64, head, a->insns - a->both / 100);
	emit(c, "%s.wrmsr\t%ld", head, a->wr / 100);
	emit(c, "%s.rdmsr\t%ld", head, a->rd / 100);
	emit_window(c, head, a->in, a->out);
	return true;
}

static bool anchor_mode(struct counts *c, const struct table *t,
			unsigned int m)
{
	static const char * const who[SIDES] = { "mainline", "ours" };

	for (size_t i = 0; i < sizeof(settled) / sizeof(settled[0]); i++)
		for (unsigned int s = 0; s < SIDES; s++) {
			struct added a = anchor_added(&t->side[m][s],
						      settled[i]);

			/* of SYSCALL32, which Debian's kernel never has */
			if (!a.there && s == MAINLINE)
				continue;
			if (!a.there)
				return lacks(c, "anchor-%s-%s: too few "
					     "crossings on %s", who[s],
					     mode_name[m], settled[i]);
			if (!emit_added(c, mode_name[m], who[s], settled[i],
				       &a))
				return false;
		}
	return true;
}

bool count_anchor(struct counts *c)
{
	static struct table t;
	const struct side *pti = t.side[0];
	size_t behind, paths;

	t = (struct table){ .n = 0 };
	if (anchor_read(&t, c->results))
		return lacks(c, "anchor: the runs cannot be compared");
	paths = anchor_paths(&t, &behind);
	if (behind || !paths)
		return lacks(c, "anchor: is no PASS (%zu of %zu paths are "
			     "behind)", behind, paths);
	emit(c, "paths\t%zu", paths);
	emit(c, "fewer\t%s", anchor_fewer(&t) + 1);
	emit(c, "text.mainline\t%" PRIu64, pti[MAINLINE].on->entry_bytes);
	emit(c, "text.ours\t%" PRIu64, pti[OURS].on->entry_bytes);
	emit(c, "text.base\t%" PRIu64, pti[OURS].off->entry_bytes);
	emit(c, "text.added\t%" PRIu64, pti[OURS].on->entry_bytes -
	    pti[OURS].off->entry_bytes);
	return anchor_mode(c, &t, 0) && anchor_mode(c, &t, 1);
}

/* --- while off ------------------------------------------------------- */

static const struct {
	const char *key, *path;
} off_paths[] = {
	{ "syscall", "SYSCALL64/SYSRET" }, { "fault", "#PF/IRET" },
	{ "int80", "INT80/IRET" },
};

/* Instructions of entry text at the most frequent crossing, in each kernel. */
static bool emit_off(struct counts *c, const char *kernel, const char *mode)
{
	char name[64];
	const struct result *r;

	snprintf(name, sizeof(name), "cost-%s-%s", kernel, mode);
	r = run_of(c, name);
	for (unsigned int i = 0; i < 3; i++) {
		const struct row *row = row_named(r, off_paths[i].path);

		if (!row)
			return lacks(c, "%s: nothing took %s", name,
				     off_paths[i].path);
		emit(c, "%s.%s.%s\t%" PRIu64, mode, off_paths[i].key, kernel,
		     row->entry[1]);
	}
	if (!strcmp(mode, "pti"))
		emit(c, "text.%s\t%" PRIu64, kernel, r->entry_bytes);
	return true;
}

/* cost-sites.tsv: the places that are patched, and the bytes jumped over. */
static bool emit_places(struct counts *c)
{
	char **line = lines_read(path_in(c->results, "cost-sites.tsv")), *f[3];
	unsigned long least = 0, most = 0, sum = 0, n = 0;

	for (; line && *line; line++) {
		unsigned long bytes;

		if (fields(*line, f, 3) != 3)
			return lacks(c, "cost: cost-sites.tsv is damaged");
		bytes = strtoul(f[1], NULL, 10);
		least = !n || bytes < least ? bytes : least;
		most = bytes > most ? bytes : most;
		sum += bytes;
		n++;
	}
	if (!n)
		return lacks(c, "cost: no cost-sites.tsv");
	emit(c, "sites\t%lu", n);
	emit(c, "sites.least\t%lu", least);
	emit(c, "sites.most\t%lu", most);
	emit(c, "sites.bytes\t%lu", sum);
	return true;
}

bool count_cost(struct counts *c)
{
	static const char * const kernel[] = { "base", "base1", "series" };
	uint64_t text[3];

	for (unsigned int k = 0; k < 3; k++) {
		char name[64];

		for (unsigned int m = 0; m < MODES; m++)
			if (!emit_off(c, kernel[k], mode_name[m]))
				return false;
		snprintf(name, sizeof(name), "cost-%s-pti", kernel[k]);
		text[k] = run_of(c, name)->entry_bytes;
	}
	emit(c, "text.base1.added\t%" PRIu64, text[1] - text[0]);
	emit(c, "text.series.added\t%" PRIu64, text[2] - text[1]);
	return emit_places(c);
}
