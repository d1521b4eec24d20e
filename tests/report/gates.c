// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways into the kernel that its processors had while it ran, beside those
 * that ibrs-check has walked (DIR/entries, its --list): the rest of the proof is
 * about the latter.  One that nobody has walked is ERROR.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare.h"
#include "rules/vectors.h"

#define KERNEL_MOVES	0x200000ull	/* KASLR: by a multiple of it */
#define TRAP_GATE	15u

struct walked {			/* a line of --list */
	uint64_t addr;
	char kind[16], name[128];
	bool trap;
};

/*
 * What a processor has and nobody can come by: the early stubs stand behind
 * vectors for which these kernels have no exception, and no processor that they
 * run on here raises one.
 */
static const struct {
	const char *symbol;
	unsigned int from, to;
	const char *without;	/* a way in that such a kernel does not have */
} never[] = {
	{ "early_idt_handler_array", 20, 31, NULL },
	{ "early_idt_handler_array", VEC_MC, VEC_MC, "machine_check" },
};

static bool walked_named(const struct walked *w, size_t n, const char *part)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(w[i].name, part))
			return true;
	return false;
}

static bool never_comes(const struct gate_row *g, const struct walked *w,
			size_t n)
{
	char *rest;
	unsigned long vec = strtoul(g->way, &rest, 10);

	for (size_t i = 0; !*rest && i < sizeof(never) / sizeof(never[0]); i++)
		if (vec >= never[i].from && vec <= never[i].to &&
		    !strncmp(g->name, never[i].symbol, strlen(never[i].symbol)) &&
		    strchr("+", g->name[strlen(never[i].symbol)]) &&
		    (!never[i].without ||
		     !walked_named(w, n, never[i].without)))
			return true;
	return false;
}

/* NULL where a line is none: then that is what it says. */
static struct walked *walked_read(const char *path, size_t *n, char *err,
				  size_t len)
{
	char **line = lines_read(path);
	struct walked *w = NULL, *one;

	snprintf(err, len, "there is no list of them");
	for (*n = 0; line && line[*n]; (*n)++) {
		w = reallocarray(w, *n + 1, sizeof(*w));
		if (!w)
			abort();
		one = &w[*n];
		if (sscanf(line[*n], "%" SCNx64 " %15s %127s", &one->addr,
			   one->kind, one->name) != 3) {
			snprintf(err, len, "it says: %s", line[*n]);
			return NULL;
		}
		one->trap = strstr(line[*n], "(trap gate)");
	}
	return w;
}

static const struct walked *walked_at(const struct walked *w, size_t n,
				      uint64_t addr)
{
	const struct walked *found = NULL;

	/* of several that are there one may be an entry, the other like one */
	for (size_t i = 0; i < n; i++)
		if (w[i].addr == addr && (!found || strcmp(w[i].kind, "alike")))
			found = &w[i];
	return found;
}

static bool is_msr(const struct gate_row *g)
{
	return *g->way < '0' || *g->way > '9';
}

/* How far from where it was linked it ran: some names are in both. */
static uint64_t moved(const struct result *r, const struct walked *w, size_t n)
{
	uint64_t by;

	for (size_t i = 0; i < r->ngates; i++)
		for (size_t k = 0; k < n; k++) {
			by = r->gate[i].addr - w[k].addr;
			if (!(by % KERNEL_MOVES) &&
			    !strncmp(r->gate[i].name, w[k].name, strlen(w[k].name)) &&
			    !strcmp(r->gate[i].name + strlen(w[k].name), "+0x0"))
				return by;
		}
	return 0;
}

/* Why @g is not what was walked, NULL when it is. */
static const char *otherwise(const struct gate_row *g, const struct walked *w,
			     const struct walked *all, size_t n)
{
	if (!w)
		return never_comes(g, all, n) ? NULL :
		       "which ibrs-check has not walked (its --entry, or entries.c)";
	if (is_msr(g))
		return strcmp(w->kind, "syscall") ?
		       "which was not walked as a target of SYSCALL" : NULL;
	if (g->ist && strcmp(w->kind, "ist"))
		return "with an IST stack, walked as one without";
	if (strcmp(w->kind, "gate") && strcmp(w->kind, "ist") &&
	    strcmp(w->kind, "alike"))
		return "which was not walked as a gate's";
	return (g->type == TRAP_GATE) != w->trap ?
	       "with another gate's type than was walked" : NULL;
}

void check_gates(const struct options *o, const struct result *r,
		 struct verdict *v)
{
	char err[160];
	size_t n, gates = 0, unused = 0;
	struct walked *w = walked_read(path_in(o->dir, "entries"), &n, err,
				       sizeof(err));
	uint64_t by = w ? moved(r, w, n) : 0;

	for (size_t i = 0; w && i < r->ngates; i++) {
		const struct gate_row *g = &r->gate[i];
		const struct walked *at = walked_at(w, n, g->addr - by);
		const char *why = otherwise(g, at, w, n);

		gates += !is_msr(g);
		unused += !at;
		if (!why)
			continue;
		verdict_check(v, "gates", W_ERROR, "%s%s leads to %s, %s",
			      is_msr(g) ? "" : "vector ", g->way, g->name, why);
		return;
	}
	if (!w)
		verdict_check(v, "gates", W_ERROR, "ibrs-check --list has no "
			      "entry points of this kernel: %s", err);
	else if (!gates || gates == r->ngates)
		verdict_check(v, "gates", W_ERROR, "no %s was seen", gates ?
			      "target of SYSCALL" : "IDT");
	else
		verdict_check(v, "gates", W_PASS, "%zu gates and targets of "
			      "SYSCALL lead to what ibrs-check walks, %zu to what "
			      "cannot come", r->ngates - unused, unused);
}
