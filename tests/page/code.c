// SPDX-License-Identifier: GPL-2.0-only
/* The entry code, annotated. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "page/code.h"
#include "page/page.h"
#include "report/compare.h"

static const struct {
	const char *title;
	int sweep;
	enum inject kind;
} kinds[] = {
	{ "NMI", SWEEP_NMI, INJ_NMI },
	{ "nested", SWEEP_NMI, INJ_NEST },
	{ "#DB", SWEEP_DB, INJ_DB },
	{ "#MC", SWEEP_DB, INJ_MC },
};
#define NR_HITS	(sizeof(kinds) / sizeof(kinds[0]))

struct function {
	size_t from, to;	/* of the places */
	int len;		/* of its name */
	unsigned int insns, executed, open, known, hit[NR_HITS];
};

static bool executed(const struct spot *p)
{
	return p->hit[SWEEP_NMI] || p->hit[SWEEP_DB];
}

/* Padding that no path has is none of the code. */
static bool shown(const struct spot *p)
{
	return executed(p) || p->state[IBRS] || !p->nop;
}

static uint64_t hits(const struct spot *p, size_t kind)
{
	const struct cover_row *row = p->hit[kinds[kind].sweep];

	return row ? row->sent[kinds[kind].kind] : 0;
}

static struct function function_at(const struct code *c, size_t from)
{
	struct function f = { .from = from, .to = from };
	const char *name = c->p[from].name;

	f.len = (int)strcspn(name, "+");
	for (; f.to < c->n && !strncmp(c->p[f.to].name, name,
				       (size_t)f.len + 1); f.to++) {
		const struct spot *p = &c->p[f.to];

		f.insns += shown(p);
		f.executed += executed(p);
		f.open += p->open;
		f.known += !!p->state[IBRS];
		for (size_t k = 0; k < NR_HITS; k++)
			f.hit[k] += hits(p, k) > 0;
	}
	return f;
}

static uint64_t executions(const struct spot *p)
{
	uint64_t n = 0;

	for (int i = 0; i < 2; i++)
		n += p->hit[i] ? p->hit[i]->exec : 0;
	return n;
}

static void hit_cell(struct doc *d, const struct spot *p, size_t kind)
{
	const struct cover_row *row = p->hit[kinds[kind].sweep];
	enum inject k = kinds[kind].kind;

	if (!row)
		doc_raw(d, "<td></td>");
	else if (!row->able[k])
		doc_raw(d, "<td class=\"n\">-</td>");
	else if (row->back[k] == row->sent[k])
		doc_raw(d, "<td class=\"n\">%" PRIu64 "</td>", row->sent[k]);
	else
		doc_raw(d, "<td class=\"n\">%" PRIu64 " (%" PRIu64 ")</td>",
			row->sent[k], row->back[k]);
}

static void row(struct doc *d, const struct spot *p, int len)
{
	const char *class = p->open ? " class=\"open\"" :
			    !executed(p) ? " class=\"never\"" : "";

	if (!shown(p))
		return;
	doc_raw(d, "<tr%s><th scope=\"row\">", class);
	doc_escaped(d, p->name + len);
	doc_raw(d, "</th><td>%s</td><td>", p->open ? "&#9617;" : "");
	doc_escaped(d, p->insn);
	doc_raw(d, "</td>");
	if (executed(p))
		doc_raw(d, "<td class=\"n\">%s</td>",
			doc_number(doc_digits(executions(p))));
	else
		doc_raw(d, "<td class=\"n\">0</td>");
	for (size_t k = 0; k < NR_HITS; k++)
		hit_cell(d, p, k);
	for (int i = 0; i < NR_STATES; i++)
		doc_raw(d, "<td>%s</td>", p->state[i] ? p->state[i] : "");
	doc_raw(d, "</tr>\n");
}

static void listing(struct doc *d, const struct code *c,
		    const struct function *f)
{
	char *name = strndup(c->p[f->from].name, (size_t)f->len);

	doc_raw(d, "<details class=\"asm\" id=\"fn-%s\"%s><summary>", name,
		!strcmp(name, "entry_SYSCALL_64_trampoline") ||
		!strcmp(name, "paranoid_entry") ? " open" : "");
	doc_escaped(d, name);
	doc_raw(d, ": %u of %u executed, %u of %u on a path in a window</summary>\n"
		"<div class=\"wide\"><table><thead><tr><th scope=\"col\">at"
		"</th><th scope=\"col\">&#9617;</th><th scope=\"col\">"
		"instruction</th><th scope=\"col\">executed</th>", f->executed,
		f->insns, f->open, f->known);
	for (size_t k = 0; k < NR_HITS; k++)
		doc_raw(d, "<th scope=\"col\">%s</th>", kinds[k].title);
	doc_raw(d, "<th scope=\"col\">IBRS</th><th scope=\"col\">CR3</th>"
		"<th scope=\"col\">GS</th><th scope=\"col\">IF</th></tr>"
		"</thead><tbody>\n");
	for (size_t i = f->from; i < f->to; i++)
		row(d, &c->p[i], f->len);
	doc_raw(d, "</tbody></table></div></details>\n");
	free(name);
}

static void each_function(struct doc *d, const struct code *c)
{
	doc_table(d, "Functions of the entry text: instructions; window: of those on a "
		  "path that the checker lists",
		  "function\t#there\t#executed\t#NMI\t#nested\t##DB\t##MC\t#window");
	for (size_t i = 0; i < c->n;) {
		struct function f = function_at(c, i);

		i = f.to;
		if (!f.executed)
			continue;
		doc_cell(d, "%.*s", f.len, c->p[f.from].name);
		doc_cell(d, "%u", f.insns);
		doc_cell(d, "%u", f.executed);
		for (size_t k = 0; k < NR_HITS; k++)
			doc_cell(d, "%u", f.hit[k]);
		doc_cell(d, f.known ? "%u/%u" : "-", f.open, f.known);
	}
	doc_table_end(d);
}

static void say_sweep(struct doc *d, const char *name, const struct result *r,
		      int sweep)
{
	static const struct cover_place all;

	for (size_t k = 0; k < NR_HITS; k++) {
		struct cover_count n;

		if (kinds[k].sweep != sweep)
			continue;
		cover_count(&r->cover, &all, kinds[k].kind, &n);
		doc_say(d, "%s, %s: of %u executed instructions that it may be "
			"sent to %u were hit, %u are excused by name "
			"(tests/proof/sweep.exclude), %u were missed.", name,
			kinds[k].title, n.total, n.covered, n.excluded,
			n.missing);
	}
}

/* The first of @names that has a result; the reason of the last, else. */
static const struct result *sweep_of(struct doc *d, const struct input *in,
				     const char *const *names, int sweep)
{
	const struct result *r = NULL;
	char why[512] = "";
	int i = 0;

	for (; names[i]; i++) {
		r = input_run(in, names[i], why, sizeof(why));
		if (r)
			break;
	}
	if (r)
		say_sweep(d, names[i], r, sweep);
	else
		doc_word(d, W_SKIP, "%s.", why);
	return r;
}

void code_section(struct doc *d, const struct input *in)
{
	static const char * const nmi[] = { "sweep-pti", "sweep-short-pti", NULL };
	static const char * const db[] = { "sweep-db-mc-pti",
					   "sweep-short-db-mc", NULL };
	const struct result *sweep[2];
	struct walks walks;
	struct code c;
	char why[256];

	doc_section(d, "code", "The entry code");
	sweep[SWEEP_NMI] = sweep_of(d, in, nmi, SWEEP_NMI);
	sweep[SWEEP_DB] = sweep_of(d, in, db, SWEEP_DB);
	if (!walks_read(&walks, why, sizeof(why)) ||
	    !code_read(&c, &walks, sweep, why, sizeof(why))) {
		doc_word(d, W_SKIP, "%s.", why);
		return;
	}
	if (c.unlisted)
		doc_word(d, W_ERROR, "%zu executed instructions are not in what "
			 "the checker lists: build/kernel/small is another "
			 "kernel than was run: make kernel, then make report.",
			 c.unlisted);
	doc_say(d, "Each instruction of the entry text: how often the two sweeps "
		"executed it and hit it by which exception, of these in "
		"brackets how many came back where it is not all; \"-\" is "
		"where it is not sent. IBRS, CR3, GS and IF are as the checker has them "
		"before the instruction, on one path of each entry point that "
		"it lists: \"found\" is as the interrupted code had it, found0 "
		"clear and found1 set; nothing stands where no such path goes. "
		"Shaded, and marked \xe2\x96\x91, is a window: IBRS is clear "
		"there on such a path. Texts are as with IBRS and PTI on where "
		"a path has them, else as in the file.");
	if (d->text) {
		doc_say(d, "The page has each of %zu instructions.", c.n);
		return;
	}
	each_function(d, &c);
	for (size_t i = 0; i < c.n;) {
		struct function f = function_at(&c, i);

		i = f.to;
		if (f.insns)
			listing(d, &c, &f);
	}
}
