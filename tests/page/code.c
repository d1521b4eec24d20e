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
	unsigned int insns, executed, open, known, hit[NR_HITS], by[2];
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
		for (int s = SWEEP_NMI; s <= SWEEP_DB; s++)
			f.by[s] += !!p->hit[s];
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
	doc_raw(d, ": %u of %u executed, ", f->executed, f->insns);
	doc_raw(d, f->known ? "%u of %u on a path in a window" :
		"on no path that is listed", f->open, f->known);
	doc_raw(d, "</summary>\n<div class=\"wide\"><table><thead><tr><th scope=\"col\">at"
		"</th><th scope=\"col\">&#9617;</th><th scope=\"col\">"
		"instruction</th><th scope=\"col\">executed</th>");
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

/* A row leads to the listing of its function. */
static void name_cell(struct doc *d, const struct code *c,
		      const struct function *f)
{
	char *name = strndup(c->p[f->from].name, (size_t)f->len), *html;

	if (!name || asprintf(&html, "<a href=\"#fn-%s\">%s</a>", name, name) < 0)
		abort();
	doc_cell_raw(d, name, html);
	free(html);
	free(name);
}

static void count_cells(struct doc *d, const struct function *f)
{
	doc_cell(d, "%u", f->insns);
	doc_cell(d, "%u", f->executed);
	for (size_t k = 0; k < NR_HITS; k++)
		doc_cell(d, "%u", f->hit[k]);
	doc_cell(d, f->known ? "%u/%u" : "-", f->open, f->known);
}

static void add(struct function *all, const struct function *f)
{
	all->insns += f->insns;
	all->executed += f->executed;
	all->open += f->open;
	all->known += f->known;
	for (size_t k = 0; k < NR_HITS; k++)
		all->hit[k] += f->hit[k];
	for (int s = SWEEP_NMI; s <= SWEEP_DB; s++)
		all->by[s] += f->by[s];
}

static struct function each_function(struct doc *d, const struct code *c)
{
	struct function all = { .from = 0 };

	doc_table(d, "Functions of the entry text: instructions",
		  "function\t#there\t#executed\t#NMI\t#nested\t##DB\t##MC\t#window");
	for (size_t i = 0; i < c->n;) {
		struct function f = function_at(c, i);

		i = f.to;
		if (!f.insns)
			continue;
		add(&all, &f);
		name_cell(d, c, &f);
		count_cells(d, &f);
	}
	doc_cell(d, "all");
	count_cells(d, &all);
	doc_table_end(d);
	doc_say(d, "executed: by one of the two sweeps. NMI, nested, #DB, #MC: "
		"where one of these was sent, at least once. window: of the "
		"instructions on a path that the checker lists, those in a "
		"window on one.");
	return all;
}

static void not_executed(struct doc *d, const struct code *c)
{
	doc_table(d, "Functions of which the two sweeps executed nothing",
		  "function\texecuted by\twhy not here");
	for (size_t i = 0; i < c->n;) {
		struct function f = function_at(c, i);

		i = f.to;
		if (f.insns && !f.executed)
			sweep_never(d, c->p[f.from].name, (size_t)f.len);
	}
	if (!d->ncells)
		for (int i = 0; i < 3; i++)
			doc_cell(d, i ? "-" : "none");
	doc_table_end(d);
	doc_say(d, "Those of these that are an entry point, a gate or a system call, "
		"the checker walks as it walks all others.");
}

/* What one of them executed and the other did not, by function. */
static void only_by(struct doc *d, const struct code *c, int sweep,
		    const char *kinds_not, const struct function *all,
		    const struct input *in)
{
	static const enum inject db_mc[] = { INJ_DB, INJ_MC };
	static const enum inject nmi[] = { INJ_NMI };
	char *names = NULL;
	unsigned int n = 0;
	size_t len;
	FILE *f = open_memstream(&names, &len);

	if (!f)
		abort();
	for (size_t i = 0; i < c->n;) {
		struct function fn = function_at(c, i);

		i = fn.to;
		if (fn.by[sweep] || !fn.executed)
			continue;
		n += fn.executed;
		fprintf(f, "%s%.*s %u", ftell(f) ? ", " : " ", fn.len,
			c->p[fn.from].name, fn.executed);
	}
	fclose(f);
	doc_say(d, "No %s was sent at %u of the %u executed instructions, as the sweep "
		"that sends it did not execute them; %u of these are whole "
		"functions:%s.", kinds_not, all->executed - all->by[sweep],
		all->executed, n, *names ? names : " none");
	if (*names)
		sweep_image(d, in, sweep == SWEEP_DB ? "image-sweep-db-mc-pti" :
			    "image-sweep-pti", sweep == SWEEP_DB ? db_mc : nmi,
			    sweep == SWEEP_DB ? 2 : 1, names);
	free(names);
}

static void say_sweep(struct doc *d, const char *name, const struct result *r,
		      int sweep)
{
	for (size_t k = 0; k < NR_HITS; k++)
		if (kinds[k].sweep == sweep)
			sweep_say(d, name, r, kinds[k].kind);
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

static void say_listing(struct doc *d, const struct code *c)
{
	bool lost = false;

	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < NR_HITS; k++) {
			const struct cover_row *row =
				c->p[i].hit[kinds[k].sweep];

			lost |= row && row->sent[kinds[k].kind] !=
				       row->back[kinds[k].kind];
		}
	doc_say(d, "For each instruction of the entry text stands how often the two "
		"sweeps executed it and hit it by which exception. An empty "
		"cell: the sweep that sends this kind did not execute it. "
		"\"-\": it was executed, and never where that kind may be "
		"sent.%s", lost ? " In brackets: how many came back, where it "
		"is not all." : "");
	doc_say(d, "IBRS, CR3, GS and IF are the state before the instruction, as the "
		"checker has it on one path of each entry point that it lists; "
		"where nothing stands no such path goes. \"found\" is as the "
		"interrupted code had it, found0 known to be clear and found1 "
		"to be set; kern and user is whose CR3 or GS base it is; "
		"\"?\" is not known; \"a|b\" is one on one path, the other "
		"on another. Shaded, and marked \xe2\x96\x91, is a window: IBRS is "
		"clear there on such a path. An instruction with \"found\" is "
		"not shaded, and in a window when the event came out of one: "
		"\"Four entries in time\" has that path. Texts are as with "
		"IBRS and PTI on where a path has them, else as in the file.");
}

void code_section(struct doc *d, const struct input *in)
{
	static const char * const nmi[] = { "sweep-pti", "sweep-short-pti", NULL };
	static const char * const db[] = { "sweep-db-mc-pti",
					   "sweep-short-db-mc", NULL };
	static const char * const nopti[] = { "sweep-nopti",
					      "sweep-short-nopti", NULL };
	const struct result *sweep[2];
	struct function all;
	struct walks walks;
	struct code c;
	char why[256];

	doc_section(d, "code", "The entry code");
	sweep[SWEEP_NMI] = sweep_of(d, in, nmi, SWEEP_NMI);
	sweep[SWEEP_DB] = sweep_of(d, in, db, SWEEP_DB);
	sweep_of(d, in, nopti, SWEEP_NMI);
	doc_say(d, "What follows is with pti=on, by the first two of these. With "
		"pti=off the code differs by what loads CR3: that sweep has "
		"hit the instructions that it names, and they are not listed.");
	sweep_others(in);
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
	say_listing(d, &c);
	all = each_function(d, &c);
	only_by(d, &c, SWEEP_DB, "#DB and no #MC", &all, in);
	only_by(d, &c, SWEEP_NMI, "NMI", &all, in);
	not_executed(d, &c);
	sweep_excused(d);
	if (d->text) {
		doc_say(d, "The page has each of %zu instructions.", c.n);
		return;
	}
	for (size_t i = 0; i < c.n;) {
		struct function f = function_at(&c, i);

		i = f.to;
		if (f.insns)
			listing(d, &c, &f);
	}
}
