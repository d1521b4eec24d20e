// SPDX-License-Identifier: GPL-2.0-only
/* Per rule: how often it was asked, and what of it was not. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/tally.h"
#include "check/util.h"

void judged_count(struct check *c, unsigned int rule, size_t n)
{
	if (rule < NR_RULES)
		c->tally.n[rule] += n;
}

static void remark(struct check *c, unsigned int rule, bool presumed,
		   const char *fmt, va_list ap)
{
	struct remark r = { .rule = rule, .presumed = presumed };
	struct tally *t = &c->tally;

	vsnprintf(r.text, sizeof(r.text), fmt, ap);
	for (size_t i = 0; i < t->nremark; i++)
		if (t->remark[i].rule == rule &&
		    t->remark[i].presumed == presumed &&
		    !strcmp(t->remark[i].text, r.text))
			return;
	t->remark = grow(t->remark, t->nremark, &t->capremark, sizeof(r));
	t->remark[t->nremark++] = r;
}

void judged_not(struct check *c, unsigned int rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	remark(c, rule, false, fmt, ap);
	va_end(ap);
}

void judged_presuming(struct check *c, unsigned int rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	remark(c, rule, true, fmt, ap);
	va_end(ap);
}

void tally_free(struct tally *t)
{
	free(t->remark);
}
