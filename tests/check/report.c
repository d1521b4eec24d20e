// SPDX-License-Identifier: GPL-2.0-only
/* The verdict and paths as text. */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/reach.h"
#include "check/report.h"
#include "check/util.h"
#include "check/verdict.h"

#define FOLD	4	/* steps that a path takes again, and more: told as their number */

/* --- as text ------------------------------------------------------------- */
static void print_source(struct check *c, uint64_t addr)
{
	const char *line = source_line(c, addr);

	if (line)
		printf("  (%s)", line);
}

static bool is_feature(uint32_t what)
{
	return (what & 0xff) == S_ON || (what & 0xff) == S_OFF;
}

static void print_feature(const struct check *c, uint32_t what)
{
	const char *name = c->ft.feat[what >> 8].name;

	/* one that the kernel has no text for goes by its number */
	printf("        where %s%s is %s\n", *name >= '0' && *name <= '9' ?
	       "feature " : "", name, (what & 0xff) == S_ON ? "on" : "off");
}

const char *step_word(uint32_t what)
{
	static const char *const words[] = {
		[S_START] = "from", [S_JUMP] = "jump to", [S_CALL] = "call to",
		[S_RET] = "return to", [S_EVENT] = "at", [S_INSN] = "at",
		[S_CCALL] = "C function", [S_WRONG] = "predicted",
		[S_FIXUP] = "fix-up at",
	};

	return is_feature(what) ? NULL : words[what & 0xff];
}

static void print_step(struct check *c, const struct line *l)
{
	char name[PLACE_LEN];

	if (is_feature(l->what)) {
		print_feature(c, l->what);
		return;
	}
	printf("        %-10s %s", step_word(l->what),
	       l->ip ? place(&c->im, l->ip, name, sizeof(name)) : "a pointer");
	print_source(c, l->ip);
	putchar('\n');
}

/* How many steps from there on the path has taken before: turns of a loop. */
static size_t again(const struct finding *f, size_t from)
{
	size_t n = 0, k;

	for (; from + n < f->npath; n++) {
		const struct line *l = &f->path[from + n];

		for (k = 0; k < from; k++)
			if (f->path[k].ip == l->ip && f->path[k].what == l->what)
				break;
		if (k == from)
			break;
	}
	return n;
}

static void print_steps(struct check *c, const struct finding *f)
{
	for (size_t i = 0; i < f->npath; i++) {
		size_t n = again(f, i);

		if (n < FOLD) {
			print_step(c, &f->path[i]);
			continue;
		}
		printf("        again      %zu steps\n", n);
		i += n - 1;
	}
}

static void print_finding(struct check *c, const struct finding *f)
{
	char name[PLACE_LEN];

	printf("%s: error: %s: %s: %s", file_name(c), f->rule,
	       place(&c->im, f->addr, name, sizeof(name)), f->text);
	print_source(c, f->addr);
	putchar('\n');
	if (!f->e)
		return;
	print_steps(c, f);
	if (!f->nalso)
		return;
	printf("        also from");
	for (size_t i = 0; i < f->nalso && i < 4; i++)
		printf(" %s", f->also[i]->name);
	if (f->nalso > 4)
		printf(" and %zu more", f->nalso - 4);
	putchar('\n');
}

/* --- one path, as a listing ---------------------------------------------- */
static void print_state(struct check *c, const struct node *n)
{
	static const char *const tri[] = { "no", "yes", "?" };
	static const char *const gs[] = { "user", "kern", "found", "other" };
	static const char *const ibrs[] = { "found", "SET", "clear", "found1",
					    "found0" };
	static const char *const cr3[] = { "kern", "user", "found" };
	const uint32_t x = n->what >> 8;	/* as listing() packed it */
	char name[PLACE_LEN];

	printf("%-6s %-5s %-5s %-3s  %-40s %s\n", ibrs[x & 7], cr3[x >> 3 & 3],
	       gs[x >> 5 & 3], tri[x >> 7 & 3],
	       place(&c->im, n->ip, name, sizeof(name)),
	       n->text ? n->text : "");
}

void report_path(struct walker *w)
{
	uint32_t *path;
	size_t n;

	if (!w->out) {
		error_(w->c, "--path %s: no such path", w->c->opt.show);
		return;
	}
	path = path_to(w, w->out, &n);
	printf("%-6s %-5s %-5s %-3s  %s\n", "IBRS", "CR3", "GS", "IF",
	       "before the instruction");
	for (size_t i = 0; i < n; i++) {
		const struct node *node = &w->node[path[i]];

		if (is_feature(node->what))
			print_feature(w->c, node->what);
		else if ((node->what & 0xff) == S_INSN)
			print_state(w->c, node);
	}
	free(path);
}

static void print_counts(const struct check *c)
{
	printf("%s: %zu entry points, %llu instructions walked, %d features, gate %s, ",
	       file_name(c), c->en.n, (unsigned long long)c->nsteps,
	       c->ft.n, c->ft.gate < 0 ? "none" : c->ft.feat[c->ft.gate].name);
	printf("%zu branches predicted (R13), %zu legs: %zu argued, %zu assumed, %zu cut, %zu unargued, ",
	       notes(c, NOTE_PREDICTED), notes(c, NOTE_LEG),
	       notes(c, NOTE_ARGUED), notes(c, NOTE_ASSUMED),
	       notes(c, NOTE_CUT), findings_of(c, RULE_13));
	if (notes(c, NOTE_VMEXIT) + notes(c, NOTE_REFUSED))
		printf("%zu VM exits, and %zu where IBRS is refused, ",
		       notes(c, NOTE_VMEXIT), notes(c, NOTE_REFUSED));
	if (c->orc.n)
		printf("unwind data of %zu of %zu instructions, %zu wrong as in v4.15, ",
		       marked(c, MARK_ORC), marked(c, MARK_REACHED),
		       notes(c, NOTE_HINT));
	printf("%zu uses of MSR 0x48, %zu findings\n", c->res.nuse, c->res.nfind);
}

/* --- the rules ----------------------------------------------------------- */
/* But for the first from of all. */
static void print_remarks(const struct check *c, unsigned int rule,
			  bool presumed, size_t from)
{
	const struct remark *r;

	for (size_t i = from; (r = remark_on(c, &i, rule, presumed));)
		printf("%s: %s%s%s: %s\n", file_name(c),
		       rule ? judged_name(rule) : "", rule ? ": " : "",
		       presumed ? "presumed" : "not judged", r->text);
}

static void print_rule(const struct check *c, unsigned int rule)
{
	size_t n = c->tally.n[rule], broken = findings_of(c, rule), first = 0;
	const struct remark *why = remark_on(c, &first, rule, false);
	enum word word = verdict_of(c, rule);

	printf("%s: %s: %s: ", file_name(c), judged_name(rule),
	       word_name(word));
	if (broken)
		printf("%zu finding%s, ", broken, broken > 1 ? "s" : "");
	if (word != W_SKIP)
		printf("%zu %s\n", n, judged_unit(rule));
	else
		printf("%s\n", why->text);
	print_remarks(c, rule, false, word == W_SKIP ? first : 0);
	print_remarks(c, rule, true, 0);
}

static void print_verdict(struct check *c)
{
	for (size_t i = 0; i < c->res.nfind; i++)
		print_finding(c, &c->res.find[i]);
	for (unsigned int r = 1; r < NR_JUDGED; r++)
		if (verdict_has(r))
			print_rule(c, r);
	print_remarks(c, RULE_NONE, true, 0);
	if (c->opt.verbose)
		print_counts(c);
}

enum word report_verdict(struct check *c, bool judged)
{
	enum word word = verdict(c);

	if (c->opt.format == AS_JSON)
		report_json(c, judged, word);
	else if (judged && c->opt.format == AS_TSV)
		report_tsv(c);
	else if (judged)
		print_verdict(c);
	return word;
}
