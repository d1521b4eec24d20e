// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ours beside mainline, per path: two bars each for accesses of the MSR, for the
 * instructions IBRS adds and for the window.  From the record anchor alone.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "page/page.h"

#define NONE	UINT64_MAX

enum metric { ACCESSES, INSTRUCTIONS, WINDOW, NR_METRICS };

struct pair {
	uint64_t ours[NR_METRICS], mainline[NR_METRICS];
};

static uint64_t number(const struct num_record *r, const char *path,
		       const char *side, const char *key)
{
	const char *value;
	char name[128];

	snprintf(name, sizeof(name), "%s.%s.%s", path, side, key);
	value = record_get(r, name);
	return value ? strtoull(value, NULL, 10) : NONE;
}

static uint64_t both(uint64_t a, uint64_t b)
{
	return a == NONE || b == NONE ? NONE : a + b;
}

static void side_of(uint64_t *to, const struct num_record *r, const char *path,
		    const char *side)
{
	to[ACCESSES] = both(number(r, path, side, "rdmsr"),
			    number(r, path, side, "wrmsr"));
	to[INSTRUCTIONS] = number(r, path, side, "added");
	to[WINDOW] = both(number(r, path, side, "in"),
			  number(r, path, side, "out"));
}

/* "pti.NMI/IRET" of "pti.NMI/IRET.mainline.wrmsr"; NULL of another key. */
static char *path_of(const char *key, const char *mode)
{
	size_t len = strlen(mode);
	const char *end = strstr(key, ".mainline.wrmsr");

	if (strncmp(key, mode, len) || key[len] != '.' || !end)
		return NULL;
	return strndup(key, (size_t)(end - key));
}

static const char *shown(uint64_t n)
{
	return n == NONE ? "~" : doc_digits(n);
}

static void bar(FILE *f, unsigned int y, uint64_t n, uint64_t most,
		const char *fill)
{
	if (n != NONE && most)
		fprintf(f, "<rect x=\"0\" y=\"%u\" width=\"%" PRIu64
			"\" height=\"7\" fill=\"%s\" stroke=\"#111\" "
			"vector-effect=\"non-scaling-stroke\"/>", y,
			n * 100 / most, fill);
}

/* A number was none: its sign is explained then. */
static bool left_out;

static void bars(struct doc *d, uint64_t ours, uint64_t mainline, uint64_t most)
{
	char *html = NULL, *text;
	size_t len;
	FILE *f = open_memstream(&html, &len);

	if (!f || asprintf(&text, "%s : %s", shown(ours), shown(mainline)) < 0)
		abort();
	left_out |= ours == NONE || mainline == NONE;
	fprintf(f, "%s <svg class=\"bar\" viewBox=\"0 0 101 17\" "
		"preserveAspectRatio=\"none\" role=\"img\" aria-label=\"ours "
		"%s, Debian %s\">", text, shown(ours), shown(mainline));
	bar(f, 1, ours, most, "#111");
	bar(f, 9, mainline, most, "#fff");
	fputs("</svg>", f);
	fclose(f);
	doc_cell_raw(d, text, html);
}

static void one_mode(struct doc *d, const struct num_record *r, const char *mode,
		     const char *caption)
{
	uint64_t most[NR_METRICS] = { 0 };

	for (int pass = 0; pass < 2; pass++) {
		if (pass)
			doc_table(d, caption,
				  "path\taccesses\tinstructions\twindow");
		for (size_t i = 0; i < r->n; i++) {
			char *path = path_of(r->key[i], mode);
			struct pair p;

			if (!path)
				continue;
			side_of(p.ours, r, path, "ours");
			side_of(p.mainline, r, path, "mainline");
			if (pass)
				doc_cell(d, "%s", path + strlen(mode) + 1);
			for (enum metric m = 0; m < NR_METRICS; m++) {
				if (pass)
					bars(d, p.ours[m], p.mainline[m], most[m]);
				if (p.ours[m] != NONE && p.ours[m] > most[m])
					most[m] = p.ours[m];
				if (p.mainline[m] != NONE &&
				    p.mainline[m] > most[m])
					most[m] = p.mainline[m];
			}
			free(path);
		}
	}
	doc_table_end(d);
}

void mainline_section(struct doc *d, const struct input *in)
{
	const struct num_record *r = record_named(&in->records, "anchor");
	char why[256];

	doc_section(d, "mainline", "Beside mainline");
	if (!input_record(in, r, why, sizeof(why))) {
		doc_word(d, W_SKIP, "%s.", why);
		return;
	}
	doc_say(d, "What IBRS adds to one crossing of a path, by a subtraction: the "
		"run with spectre_v2=ibrs less the one with spectre_v2=off, "
		"under the same instrument and guest. For ours that is the "
		"series less v4.15 without it; for Debian's its own kernel both "
		"times, with mainline's IBRS, which the line below names. "
		"Accesses are the RDMSRs and WRMSRs of the MSR on a path, "
		"divided by how often that run took the path; instructions are "
		"the most frequent number of them in the entry text.");
	doc_say(d, "A cell has two numbers, \"ours : Debian's\". That is no ratio: "
		"neither is divided by the other, as the two are no equal "
		"kernels. Less is better. The window is in instructions, in and "
		"out together, of the run with IBRS alone, as there is none "
		"without it.");
	doc_raw(d, "<p class=\"key\"><svg viewBox=\"0 0 16 8\" role=\"img\" "
		"aria-label=\"filled\"><rect x=\"1\" y=\"1\" width=\"14\" "
		"height=\"6\" fill=\"#111\" stroke=\"#111\"/></svg> ours "
		"(upper, filled) <svg viewBox=\"0 0 16 8\" role=\"img\" "
		"aria-label=\"hollow\"><rect x=\"1\" y=\"1\" width=\"14\" "
		"height=\"6\" fill=\"#fff\" stroke=\"#111\"/></svg> Debian's "
		"(lower, hollow); a column has one scale.</p>\n");
	left_out = false;
	one_mode(d, r, "pti", "pti=on: ours : Debian's, with mainline's IBRS");
	one_mode(d, r, "nopti", "pti=off: ours : Debian's, with mainline's IBRS");
	if (left_out)
		doc_say(d, "\"~\": the length of the path differs by more than IBRS "
			"from run to run, and no number is given.");
	doc_say(d, "Counted by: %s.", record_source(in, r));
}
