// SPDX-License-Identifier: GPL-2.0-only
/* Findings and paths as text. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"

static const char *file_name(const struct check *c)
{
	const char *slash = strrchr(c->opt.path, '/');

	return slash ? slash + 1 : c->opt.path;
}

/* Once for each way in which no verdict can be had; the exit status is 2. */
void error_(struct check *c, const char *fmt, ...)
{
	va_list ap;

	if (!c->broken) {
		fprintf(stderr, "error: %s: ", file_name(c));
		va_start(ap, fmt);
		vfprintf(stderr, fmt, ap);
		va_end(ap);
		fputc('\n', stderr);
	}
	c->broken = true;
}

static void keep_path(struct walker *w, struct finding *f)
{
	uint32_t i;
	size_t n = 1;

	for (i = w->at; i; i = w->node[i].parent)
		n++;
	f->path = calloc(n, sizeof(*f->path));
	if (!f->path)
		return;
	f->npath = n;
	for (i = w->at; n--; i = w->node[i].parent)
		f->path[n] = (struct line){ w->node[i].ip,
					      w->node[i].what, NULL };
}

static void also(struct finding *f, const struct entry *e)
{
	const struct entry **all;

	if (f->e == e)
		return;
	for (size_t i = 0; i < f->nalso; i++)
		if (f->also[i] == e)
			return;
	all = realloc(f->also, (f->nalso + 1) * sizeof(*all));
	if (!all)
		return;
	f->also = all;
	f->also[f->nalso++] = e;
}

static struct finding *new_finding(struct check *c, const char *rule,
				   uint64_t addr, const char *text)
{
	static size_t cap;
	struct finding *f;

	if (!c->nfind)
		cap = 0;
	c->find = grow(c->find, c->nfind, &cap, sizeof(*f));
	f = &c->find[c->nfind++];
	memset(f, 0, sizeof(*f));
	snprintf(f->rule, sizeof(f->rule), "%s", rule);
	snprintf(f->text, sizeof(f->text), "%s", text);
	f->addr = addr;
	return f;
}

static struct finding *known_finding(struct check *c, const char *rule,
				     uint64_t addr, const char *text)
{
	for (size_t i = 0; i < c->nfind; i++)
		if (c->find[i].addr == addr && !strcmp(c->find[i].rule, rule) &&
		    !strncmp(c->find[i].text, text,
			     sizeof(c->find[i].text) - 1))
			return &c->find[i];
	return NULL;
}

void found(struct walker *w, const char *rule, const char *fmt, ...)
{
	struct finding *f;
	char text[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	f = known_finding(w->c, rule, w->here, text);
	if (f) {
		if (f->e)
			also(f, w->e);
		return;
	}
	f = new_finding(w->c, rule, w->here, text);
	f->e = w->e;
	f->gate_on = w->gate_on;
	keep_path(w, f);
}

void found_at(struct check *c, const char *rule, uint64_t addr,
	      const char *fmt, ...)
{
	char text[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!known_finding(c, rule, addr, text))
		new_finding(c, rule, addr, text);
}

void note_place(struct check *c, const char *what, uint64_t addr)
{
	static size_t cap;

	for (size_t i = 0; i < c->nnote; i++)
		if (c->note[i].addr == addr && c->note[i].what == what)
			return;
	if (!c->nnote)
		cap = 0;
	c->note = grow(c->note, c->nnote, &cap, sizeof(*c->note));
	c->note[c->nnote++] = (struct note){ what, addr };
}

static size_t notes(const struct check *c, const char *what)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nnote; i++)
		n += !strcmp(c->note[i].what, what);
	return n;
}

/* --- as text ---------------------------------------------------------------- */
static void print_source(struct check *c, uint64_t addr)
{
	char buf[512];
	const char *line = source_line(c, addr, buf, sizeof(buf));

	if (line)
		printf("  (%s)", line);
}

static void print_line(struct check *c, const struct line *l)
{
	unsigned int step = l->what & 0xff, feat = l->what >> 8;
	static const char *const words[] = { "from", "jump to", "call to",
		"return to", "", "", "at", "at", "C function" };
	char name[96];

	if (step == S_ON || step == S_OFF) {
		printf("        where %s is %s\n", c->t.feat[feat].name,
		       step == S_ON ? "on" : "off");
		return;
	}
	printf("        %-10s %s", words[step],
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
		print_line(c, &f->path[i]);
	if (!f->nalso)
		return;
	printf("        also from");
	for (size_t i = 0; i < f->nalso && i < 4; i++)
		printf(" %s", f->also[i]->name);
	if (f->nalso > 4)
		printf(" and %zu more", f->nalso - 4);
	putchar('\n');
}

static void print_tsv(struct check *c)
{
	const struct symbol *un;
	char name[96];

	for (size_t i = 0; i < c->nentry; i++)
		printf("entry\t%s\t%llx\n", c->entry[i].name,
		       (unsigned long long)c->entry[i].addr);
	for (size_t i = 0; i < c->nfind; i++) {
		const struct finding *f = &c->find[i];

		place(&c->im, f->addr, name, sizeof(name));
		printf("finding\t%s\t%s\t%s\t%s\n", f->rule, name,
		       f->e ? f->e->name : "-", f->text);
		for (size_t k = 0; k < f->nalso; k++)
			printf("finding\t%s\t%s\t%s\t%s\n", f->rule, name,
			       f->also[k]->name, f->text);
	}
	for (int i = 0; i < c->t.nfeat; i++)
		printf("feature\t%s\t%s\n", c->t.feat[i].name,
		       c->t.feat[i].on && c->t.feat[i].off ? "both" :
		       c->t.feat[i].on ? "on" : c->t.feat[i].off ? "off" : "-");
	for (size_t i = 0; i < c->nuse; i++)
		printf("use\t%s\t%s\t%llx\t%s\n",
		       place(&c->im, c->use[i].addr, name, sizeof(name)),
		       c->use[i].write ? "write" : "read",
		       (unsigned long long)c->use[i].addr,
		       c->use[i].direct ? "insn" : "call");
	printf("unwind\t%zu\t%zu\n", marked(c, MARK_ORC),
	       marked(c, MARK_REACHED));
	for (size_t i = 0; (un = unreached(c, &i));)
		printf("unreached\t%s\n", un->name);
	for (size_t i = 0; i < c->nnote; i++)
		printf("%s\t%s\n", c->note[i].what,
		       place(&c->im, c->note[i].addr, name, sizeof(name)));
	printf("end\t%zu\t%zu\n", c->nentry, c->nfind);
}

/* One path as a listing: what a reviewer reads instead of the entry code. */
void report_path(struct walker *w)
{
	static const char *const tri[] = { "no", "yes", "?" };
	static const char *const gs[] = { "user", "kern", "found", "other" };
	static const char *const ibrs[] = { "found", "SET", "clear", "found1",
					    "found0" };
	static const char *const cr3[] = { "kern", "user", "found" };
	struct finding f = { 0 };
	char name[96];

	if (!w->out) {
		error_(w->c, "--path %s: no such path", w->c->opt.show);
		return;
	}
	w->at = w->out;
	keep_path(w, &f);
	printf("%-6s %-5s %-5s %-3s  %s\n", "IBRS", "CR3", "GS", "IF",
	       "before the instruction");
	for (uint32_t i = w->out, n = f.npath; n--; i = w->node[i].parent)
		f.path[n].text = w->node[i].text;
	for (size_t i = 0; i < f.npath; i++) {
		const struct line *l = &f.path[i];
		uint32_t x = l->what >> 8;

		if ((l->what & 0xff) == S_ON || (l->what & 0xff) == S_OFF)
			print_line(w->c, l);
		if ((l->what & 0xff) != S_INSN)
			continue;
		printf("%-6s %-5s %-5s %-3s  %-40s %s\n", ibrs[x & 7],
		       cr3[x >> 3 & 3], gs[x >> 5 & 3], tri[x >> 7 & 3],
		       place(&w->c->im, l->ip, name, sizeof(name)),
		       l->text ? l->text : "");
	}
	free(f.path);
}

void report_findings(struct check *c)
{
	if (c->opt.tsv) {
		print_tsv(c);
		return;
	}
	for (size_t i = 0; i < c->nfind; i++)
		print_finding(c, &c->find[i]);
	if (!c->opt.verbose)
		return;
	printf("%s: %zu entry points, %llu instructions walked, %d features, gate %s, ",
	       file_name(c), c->nentry, (unsigned long long)c->nsteps,
	       c->t.nfeat, c->t.gate < 0 ? "none" : c->t.feat[c->t.gate].name);
	printf("%zu CS and RIP tests without a fence (R13), ",
	       notes(c, NOTE_SKIP));
	if (notes(c, NOTE_VMEXIT))
		printf("%zu VM exits without a write of the MSR, ",
		       notes(c, NOTE_VMEXIT));
	if (c->t.norc)
		printf("unwind data of %zu of %zu instructions, %zu wrong as in v4.15, ",
		       marked(c, MARK_ORC), marked(c, MARK_REACHED),
		       notes(c, NOTE_HINT));
	printf("%zu uses of MSR 0x48, %zu findings\n", c->nuse, c->nfind);
}

void report_free(struct check *c)
{
	for (size_t i = 0; i < c->nfind; i++) {
		free(c->find[i].path);
		free(c->find[i].also);
	}
	for (size_t i = 0; i < c->nfunc; i++)
		free(c->func[i]);
	source_close(c);
	free(c->func);
	free(c->find);
	free(c->reached);
	free(c->use);
	free(c->entry);
	free(c->stack_at);
	free(c->note);
}
