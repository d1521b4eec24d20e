// SPDX-License-Identifier: GPL-2.0-only
/*
 * The self-check (CONFIG_DEBUG_IBRS_ENTRY) as a judge of mutants: the guest shows
 * its table, which console.c reads.
 */
#include <stdio.h>
#include <string.h>

#include "report/cases.h"
#include "report/mutant_self.h"
#include "rules/msr.h"

/* The fact that the guest tells when it has read the table, and its test. */
#define TABLE_READ	"self_check"
#define TABLE_SHOWN	"ok self-check"

static const char no_table[] =
	"no table of the self-check: the guest did not get there";

/* 1 where the guest says that the self-check is ok, 0 not, -1 where it does not. */
static int told(const struct result *r)
{
	int is = -1;

	for (unsigned int i = 0; i < r->ntests; i++)
		if (!strcmp(r->test[i], TABLE_SHOWN))
			is = is < 0;
		else if (!strcmp(r->test[i], "not " TABLE_SHOWN))
			is = 0;
	return console_fact(r, TABLE_READ) ? is : -1;
}

/* Has it to have rows? Not where IBRS is not toggled. */
static bool may_check(const struct result *r)
{
	const char *says = console_fact(r, "spectre_v2");

	return !says || !strncmp(says, TOGGLED, strlen(TOGGLED));
}

/* The rows that were bad; false, with @why, where the table is not there, whole. */
static bool read_table(const char *console, char bad[TEXT], bool *ok, bool *rows,
		       char why[2 * TEXT])
{
	static struct result r;
	char err[TEXT];

	*bad = 0;
	r = (struct result){ .run_id = NULL };
	if (console_read(&r, console, err, sizeof(err)) || told(&r) < 0) {
		strcpy(why, no_table);
		return false;
	}
	if (r.own_wrong || (!r.nown && may_check(&r))) {
		snprintf(why, 2 * TEXT, "the self-check's table: %.400s",
			 r.own_wrong ?: "no row in it");
		return false;
	}
	*ok = told(&r);
	*rows = r.nown;
	for (size_t i = 0; i < r.nown; i++) {
		size_t n = strlen(bad);

		if (r.own[i].bad)
			snprintf(bad + n, TEXT - n, "%s%s", n ? " " : "",
				 r.own[i].row);
	}
	if (!*ok || !*bad)
		return true;
	snprintf(why, 2 * TEXT, "the guest calls the self-check ok, and %.400s is bad",
		 bad);
	return false;
}

enum word self_judge(const struct mutant *m, const char *console,
		     char bad[TEXT], char why[2 * TEXT])
{
	char paths[TEXT];
	bool ok, rows;

	if (!read_table(console, bad, &ok, &rows, why)) {
		*bad = 0;
		return W_ERROR;
	}
	if (m->self == SELF_BLIND && !rows) {
		strcpy(why, "the self-check has checked nothing");
		return W_ERROR;
	}
	if (m->self == SELF_BLIND && *bad) {
		snprintf(why, 2 * TEXT, "the self-check finds %s: Self-check: "
			 "cannot see is not so", bad);
		return W_FAIL;
	}
	strcpy(paths, m->self == SELF_BAD ? m->self_says : "");
	for (char *p = strtok(paths, " "); p; p = strtok(NULL, " "))
		if (has_word(bad, p))
			return W_PASS;
	if (!*bad)
		strcpy(bad, "-");
	if (m->self != SELF_BAD)
		return W_PASS;
	snprintf(why, 2 * TEXT, "the self-check finds %s, not %s",
		 strcmp(bad, "-") ? bad : "nothing", m->self_says);
	return W_FAIL;
}

enum word self_clean(const char *console, char why[2 * TEXT])
{
	char bad[TEXT];
	bool ok, rows;

	if (!read_table(console, bad, &ok, &rows, why))
		return W_ERROR;
	if (ok)
		return W_PASS;
	snprintf(why, 2 * TEXT, "the self-check finds %s",
		 *bad ? bad : "something bad or missing");
	return W_ERROR;
}

/* The value of the MSR with a violation that was kept, of @kind of @rule. */
static bool kept_value(const char *kept, unsigned int rule, const char *kind,
		       unsigned long long *msr)
{
	const char *at = strstr(kept, ", 48h=");
	unsigned int of;
	char is[64];

	return at && sscanf(kept, "R%u %63s", &of, is) == 2 && of == rule &&
	       !strcmp(is, kind) && sscanf(at, ", 48h=%llx", msr) == 1;
}

/*
 * The state of a path is not the register: behind an event that left IBRS set
 * both kinds are counted as well. What was kept of them says the value; where
 * nothing was, it counts as clear.
 */
static bool clear_with(const struct result *r, const struct kind *k)
{
	unsigned long long msr;
	bool kept = false;

	for (unsigned int i = 0; i < r->nviol; i++) {
		if (!kept_value(r->viol[i], k->rule, k->name, &msr))
			continue;
		if (!(msr & SPEC_CTRL_IBRS))
			return true;
		kept = true;
	}
	return !kept;
}

bool clear_in_c(const struct result *r)
{
	static const struct {
		unsigned int rule;
		const char *kind;
	} kinds[] = {
		{ 7, "outside-entry-text" }, { 10, "interrupts-on-unarmed" },
	};

	for (unsigned int i = 0; i < r->nkinds; i++)
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
			if (r->kind[i].count && r->kind[i].rule == kinds[k].rule &&
			    !strcmp(r->kind[i].name, kinds[k].kind) &&
			    clear_with(r, &r->kind[i]))
				return true;
	return false;
}
