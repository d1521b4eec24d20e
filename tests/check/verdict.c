// SPDX-License-Identifier: GPL-2.0-only
/* From findings and counts to words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/util.h"
#include "check/verdict.h"

bool verdict_has(unsigned int rule)
{
	return rule < NR_RULES ? rule_judged_by(rule, JUDGE_CHECK) :
	       judged_name(rule) != NULL;
}

size_t findings_of(const struct check *c, unsigned int rule)
{
	size_t n = 0;

	for (size_t i = 0; i < c->res.nfind; i++)
		n += judged_number(c->res.find[i].rule) == rule;
	return n;
}

const struct remark *remark_on(const struct check *c, size_t *i,
			       unsigned int rule, bool presumed)
{
	for (; *i < c->tally.nremark; ++*i) {
		const struct remark *r = &c->tally.remark[*i];

		if (r->rule == rule && r->presumed == presumed) {
			++*i;
			return r;
		}
	}
	return NULL;
}

size_t notes(const struct check *c, const char *what)
{
	size_t n = 0;

	for (size_t i = 0; i < c->res.nnote; i++)
		n += !strcmp(c->res.note[i].what, what);
	return n;
}

enum word verdict_of(const struct check *c, unsigned int rule)
{
	size_t first = 0;

	if (findings_of(c, rule))
		return W_FAIL;
	if (c->broken || c->astray)
		return W_ERROR;
	if (c->tally.n[rule])
		return W_PASS;
	return remark_on(c, &first, rule, false) ? W_SKIP : W_ERROR;
}

/* True: there is one of which nothing was judged, and no reason for it. */
static bool nothing_judged(struct check *c)
{
	size_t len;
	char *list;
	FILE *f = open_memstream(&list, &len);

	if (!f)
		out_of_memory();
	for (unsigned int r = 1; r < NR_JUDGED; r++)
		if (verdict_has(r) && verdict_of(c, r) == W_ERROR)
			fprintf(f, "%s%s", ftell(f) > 0 ? ", " : "",
				judged_name(r));
	if (fclose(f))
		out_of_memory();
	if (len)
		no_verdict(c, "nothing was judged of %s, and no reason is known: it is not what it is taken for, or the walk went astray",
			   list);
	free(list);
	return len > 0;
}

enum word verdict(struct check *c)
{
	if (c->broken)
		return W_ERROR;
	if (c->res.nfind)
		return W_FAIL;
	if (c->astray)
		return W_ERROR;
	return nothing_judged(c) ? W_ERROR : W_PASS;
}
