// SPDX-License-Identifier: GPL-2.0-only
/* From an image to its findings. */
#include <stdlib.h>

#include "check/check.h"
#include "check/duties.h"
#include "check/judge.h"
#include "check/kallsyms.h"
#include "check/sites.h"
#include "check/vmexit.h"
#include "check/walk.h"

bool judge_read(struct check *c)
{
	/* none of its own, as a vmlinux out of a vmlinuz has */
	if (!c->im.nsym)
		kallsyms_read(c);
	return layout_read(c) && tables_read(c);
}

bool judge_entries(struct check *c)
{
	gate_find(c);
	return orc_read(c) && entries_find(c);
}

/* With IBRS in use, and without; Xen's are for the latter only. */
static bool walk_entries(struct check *c)
{
	for (size_t i = 0; i < c->en.n; i++) {
		const struct entry *e = &c->en.entry[i];

		if (e->kind != E_XEN && !walk_entry(c, e, true))
			return false;
		if (c->ft.gate >= 0 && !walk_entry(c, e, false))
			return false;
	}
	return true;
}

/* Those found since there were so many. */
static bool walk_functions(struct check *c, size_t from)
{
	for (size_t i = from; i < c->en.nfunc; i++)
		if (!walk_entry(c, c->en.func[i], true))
			return false;
	return true;
}

bool judge_all(struct check *c)
{
	size_t n;

	if (!walk_entries(c) || !sites_scan(c) || !walk_functions(c, 0))
		return false;
	n = c->en.nfunc;
	if (!vmexits_find(c) || !walk_functions(c, n))
		return false;
	duties(c);
	return true;
}

void judge_free(struct check *c)
{
	source_close(&c->lines);
	results_free(&c->res);
	tally_free(&c->tally);
	entries_free(&c->en);
	tables_free(&c->t);
	image_close(&c->im);
	free(c->orc.orc);
	free(c->decoded);
	free(c->reached);
	free(c->stack_at);
	free(c->noret.shown);
}
