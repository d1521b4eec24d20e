// SPDX-License-Identifier: GPL-2.0-only
/* Findings and paths as text. */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/reach.h"
#include "check/report.h"
#include "check/util.h"

static size_t notes(const struct check *c, const char *what)
{
	size_t n = 0;

	for (size_t i = 0; i < c->res.nnote; i++)
		n += !strcmp(c->res.note[i].what, what);
	return n;
}

/* Legs that break R13. */
static size_t unargued(const struct check *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->res.nfind; i++)
		n += !strcmp(c->res.find[i].rule, "R13");
	return n;
}

/* --- as text ------------------------------------------------------------- */
static void print_source(struct check *c, uint64_t addr)
{
	char buf[512];
	const char *line = source_line(c, addr, buf, sizeof(buf));

	if (line)
		printf("  (%s)", line);
}

static bool is_feature(uint32_t what)
{
	return (what & 0xff) == S_ON || (what & 0xff) == S_OFF;
}

static void print_feature(const struct check *c, uint32_t what)
{
	printf("        where %s is %s\n", c->ft.feat[what >> 8].name,
	       (what & 0xff) == S_ON ? "on" : "off");
}

static void print_step(struct check *c, const struct line *l)
{
	static const char *const words[] = {
		[S_START] = "from", [S_JUMP] = "jump to", [S_CALL] = "call to",
		[S_RET] = "return to", [S_EVENT] = "at", [S_INSN] = "at",
		[S_CCALL] = "C function", [S_WRONG] = "predicted",
		[S_FIXUP] = "fix-up at",
	};
	char name[96];

	if (is_feature(l->what)) {
		print_feature(c, l->what);
		return;
	}
	printf("        %-10s %s", words[l->what & 0xff],
	       l->ip ? place(&c->im, l->ip, name, sizeof(name)) : "a pointer");
	print_source(c, l->ip);
	putchar('\n');
}

static void print_finding(struct check *c, const struct finding *f)
{
	char name[96];

	printf("%s: error: %s: %s: %s", file_name(c), f->rule,
	       place(&c->im, f->addr, name, sizeof(name)), f->text);
	print_source(c, f->addr);
	putchar('\n');
	if (!f->e)
		return;
	for (size_t i = 0; i < f->npath; i++)
		print_step(c, &f->path[i]);
	if (!f->nalso)
		return;
	printf("        also from");
	for (size_t i = 0; i < f->nalso && i < 4; i++)
		printf(" %s", f->also[i]->name);
	if (f->nalso > 4)
		printf(" and %zu more", f->nalso - 4);
	putchar('\n');
}

static void tsv_findings(struct check *c)
{
	char name[96];

	for (size_t i = 0; i < c->res.nfind; i++) {
		const struct finding *f = &c->res.find[i];

		place(&c->im, f->addr, name, sizeof(name));
		printf("finding\t%s\t%s\t%s\t%s\n", f->rule, name,
		       f->e ? f->e->name : "-", f->text);
		for (size_t k = 0; k < f->nalso; k++)
			printf("finding\t%s\t%s\t%s\t%s\n", f->rule, name,
			       f->also[k]->name, f->text);
	}
}

static void tsv_features(const struct features *ft)
{
	for (int i = 0; i < ft->n; i++)
		printf("feature\t%s\t%s\n", ft->feat[i].name,
		       ft->feat[i].on && ft->feat[i].off ? "both" :
		       ft->feat[i].on ? "on" : ft->feat[i].off ? "off" : "-");
}

static void tsv_uses(struct check *c)
{
	char name[96];

	for (size_t i = 0; i < c->res.nuse; i++) {
		const struct use *u = &c->res.use[i];

		printf("use\t%s\t%s\t%llx\t%s\n",
		       place(&c->im, u->addr, name, sizeof(name)),
		       u->write ? "write" : "read",
		       (unsigned long long)u->addr,
		       u->direct ? "insn" : "call");
	}
}

static void tsv_note(struct check *c, const struct note *n)
{
	char name[96];

	printf("%s\t%s", n->what, place(&c->im, n->addr, name, sizeof(name)));
	if (n->branch)
		printf("\t%s\t%s\t%s", place(&c->im, n->branch, name,
		       sizeof(name)), n->e->name, n->text);
	putchar('\n');
}

static void tsv_legs(const struct check *c)
{
	static const char * const whats[] = { NOTE_PREDICTED, NOTE_LEG,
					NOTE_ARGUED, NOTE_ASSUMED, NOTE_CUT };

	for (size_t i = 0; i < ARRAY_SIZE(whats); i++)
		printf("legs\t%s\t%zu\n", whats[i], notes(c, whats[i]));
	printf("legs\tunargued\t%zu\n", unargued(c));
}

/* Documentation/checker.txt says what is in each record. */
static void print_tsv(struct check *c)
{
	const struct symbol *un;

	for (size_t i = 0; i < c->en.n; i++)
		printf("entry\t%s\t%llx\n", c->en.entry[i].name,
		       (unsigned long long)c->en.entry[i].addr);
	tsv_findings(c);
	tsv_features(&c->ft);
	tsv_uses(c);
	printf("unwind\t%zu\t%zu\n", marked(c, MARK_ORC),
	       marked(c, MARK_REACHED));
	for (size_t i = 0; (un = unreached(c, &i));)
		printf("unreached\t%s\n", un->name);
	for (size_t i = 0; i < c->res.nnote; i++)
		tsv_note(c, &c->res.note[i]);
	tsv_legs(c);
	printf("end\t%zu\t%zu\n", c->en.n, c->res.nfind);
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
	char name[96];

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
	       notes(c, NOTE_CUT), unargued(c));
	if (notes(c, NOTE_VMEXIT))
		printf("%zu VM exits without a write of the MSR, ",
		       notes(c, NOTE_VMEXIT));
	if (c->orc.n)
		printf("unwind data of %zu of %zu instructions, %zu wrong as in v4.15, ",
		       marked(c, MARK_ORC), marked(c, MARK_REACHED),
		       notes(c, NOTE_HINT));
	printf("%zu uses of MSR 0x48, %zu findings\n", c->res.nuse, c->res.nfind);
}

void report_findings(struct check *c)
{
	if (c->opt.tsv) {
		print_tsv(c);
		return;
	}
	for (size_t i = 0; i < c->res.nfind; i++)
		print_finding(c, &c->res.find[i]);
	if (!c->opt.verbose)
		return;
	print_counts(c);
}
