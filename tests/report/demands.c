// SPDX-License-Identifier: GPL-2.0-only
/* What is demanded of a run, and what is accepted in it; result.h has more. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "report/result.h"

/* Is @kind the one of --known? With ? behind it chance decides whether it comes. */
static bool is_kind(const char *known, const char *kind)
{
	size_t n = strlen(kind);

	return !strncmp(known, kind, n) && (!known[n] || !strcmp(known + n, "?"));
}

/* The text after "R<rule>:" of an option in @list, or NULL. */
const char *demand_option(const char * const *list, unsigned int n,
			  unsigned int rule, const char *kind)
{
	for (unsigned int i = 0; i < n; i++) {
		char *rest;
		unsigned long r = strtoul(list[i] + 1, &rest, 10);

		if (list[i][0] != 'R' || r != rule || *rest != ':')
			continue;
		if (!kind || is_kind(rest + 1, kind))
			return rest + 1;
	}
	return NULL;
}

/* The path of the demand @breaks when it is for @rule: its length, else 0. */
static size_t breaks_rule(const char *breaks, unsigned int rule)
{
	const char *colon = strchr(breaks, ':');

	return colon && rule_number(colon + 1) == rule ?
	       (size_t)(colon - breaks) : 0;
}

static uint64_t broken_on(const struct result *r, unsigned int rule,
			  const char *path, size_t len)
{
	for (unsigned int i = 0; i < r->nrows; i++)
		if (strlen(r->row[i].name) == len &&
		    !strncmp(r->row[i].name, path, len))
			return r->row[i].viol[rule];
	return 0;
}

/* ... on paths of events that came in a window, all together. */
static uint64_t broken_in_windows(const struct result *r, unsigned int rule)
{
	uint64_t n = 0;

	for (unsigned int i = 0; i < r->nrows; i++) {
		const char *at = strchr(r->row[i].name, '@');

		if (at && !strcmp(at, "@window"))
			n += r->row[i].viol[rule];
	}
	return n;
}

const char *broken_otherwise(const struct result *r, const struct options *o,
			     unsigned int rule)
{
	for (unsigned int i = 0; i < o->nbreaks; i++) {
		size_t len = breaks_rule(o->breaks[i], rule);

		if (len && broken_on(r, rule, o->breaks[i], len) < BROKEN_ENOUGH)
			return o->breaks[i];
		if (len && broken_in_windows(r, rule) != r->violations[rule])
			return "elsewhere";
	}
	return NULL;
}

static bool breaks(const struct options *o, unsigned int rule)
{
	for (unsigned int i = 0; i < o->nbreaks; i++)
		if (breaks_rule(o->breaks[i], rule))
			return true;
	return false;
}

/*
 * Violations of @rule that --known does not name; those the `rule' record
 * counts and no `kind' record explains are among them.
 */
uint64_t violations_unknown(const struct result *r, const struct options *o,
			    unsigned int rule, const char **first)
{
	uint64_t n = 0, all = 0;

	*first = NULL;
	if (breaks(o, rule) && !broken_otherwise(r, o, rule))
		return 0;
	for (unsigned int i = 0; i < r->nkinds; i++) {
		const struct kind *k = &r->kind[i];

		if (k->rule != rule)
			continue;
		all += k->count;
		if (demand_option(o->known, o->nknown, rule, k->name))
			continue;
		if (!*first)
			*first = k->name;
		n += k->count;
	}
	if (r->violations[rule] > all)
		n += r->violations[rule] - all;
	if (!*first)
		*first = "of no kind";
	return n;
}

/* A deviation that was announced has to be seen, but for "?", or the run changed. */
const char *known_missing(const struct result *r,
			  const struct options *o, unsigned int rule)
{
	for (unsigned int i = 0; i < o->nknown; i++) {
		const char *kind = demand_option(&o->known[i], 1, rule, NULL);
		bool seen = false;

		if (!kind || strchr(kind, '?'))
			continue;
		for (unsigned int k = 0; k < r->nkinds; k++)
			if (r->kind[k].rule == rule && r->kind[k].count &&
			    !strcmp(r->kind[k].name, kind))
				seen = true;
		if (!seen)
			return kind;
	}
	return NULL;
}

/* A part of @rule that is demanded and was not seen, as it is demanded. */
const char *part_unseen(const struct result *r, const struct options *o,
			unsigned int rule)
{
	for (unsigned int i = 0; i < o->nrequire; i++) {
		enum rule_part p = part_named(o->require[i]);

		if (p < NR_PARTS && part_names[p].rule == rule && !r->part[p])
			return o->require[i];
	}
	return NULL;
}

/* Has @rule a part that was not seen? */
bool part_lacking(const struct result *r, unsigned int rule)
{
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		if (part_names[p].rule == rule && !r->part[p])
			return true;
	return false;
}

/* ": ist 12, interrupt 0", each part of @rule with its count; "" without. */
const char *parts_text(const struct result *r, unsigned int rule, char *buf,
		       size_t len)
{
	size_t at = 0;

	*buf = 0;
	for (enum rule_part p = 0; p < NR_PARTS && at < len; p++)
		if (part_names[p].rule == rule)
			at += (size_t)snprintf(buf + at, len - at, "%s%s %llu",
				at ? ", " : ": ", part_names[p].name,
				(unsigned long long)r->part[p]);
	return buf;
}

bool path_seen(const struct result *r, const char *want)
{
	size_t len = strlen(want);

	for (unsigned int i = 0; i < r->nrows; i++) {
		const char *name = r->row[i].name;

		if (!r->row[i].n)
			continue;
		if (!fnmatch(want, name, 0))
			return true;
		if (!strncmp(name, want, len) && name[len] == '/')
			return true;
	}
	return false;
}
