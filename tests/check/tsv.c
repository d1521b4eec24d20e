// SPDX-License-Identifier: GPL-2.0-only
/* --tsv: one record a line; Documentation/ibrs-check.1 has their columns. */
#include <string.h>

#include "check/check.h"
#include "check/list.h"
#include "check/reach.h"
#include "check/report.h"
#include "check/util.h"
#include "check/sites.h"
#include "check/verdict.h"

static void tsv_findings(struct check *c)
{
	char name[PLACE_LEN];

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
	char name[PLACE_LEN];

	for (size_t i = 0; i < c->res.nuse; i++) {
		const struct use *u = &c->res.use[i];

		printf("use\t%s\t%s\t%llx\t%s\t%s\n",
		       place(&c->im, u->addr, name, sizeof(name)),
		       u->write ? "write" : "read",
		       (unsigned long long)u->addr,
		       u->direct ? "insn" : "call",
		       site_class_name(use_class(c, u)));
	}
}

static void tsv_note(struct check *c, const struct note *n)
{
	char name[PLACE_LEN];

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
	printf("legs\tunargued\t%zu\n", findings_of(c, RULE_13));
}

static void tsv_remarks(const struct check *c, const char *name,
			unsigned int rule, bool presumed)
{
	const struct remark *r;

	for (size_t i = 0; (r = remark_on(c, &i, rule, presumed));)
		printf("%s\t%s\t%s\n", presumed ? "presumed" : "unjudged",
		       name, r->text);
}

static void tsv_parts(const struct check *c, unsigned int rule)
{
	for (enum rule_part p = 0; p < NR_PARTS; p++)
		if (part_names[p].rule == rule)
			printf("part\tR%u:%s\t%zu\n", rule, part_names[p].name,
			       c->tally.part[p]);
}

static void tsv_rules(const struct check *c)
{
	for (unsigned int r = 1; r < NR_JUDGED; r++) {
		if (!verdict_has(r))
			continue;
		printf("judged\t%s\t%s\t%zu\t%s\n", judged_name(r),
		       word_name(verdict_of(c, r)), c->tally.n[r],
		       judged_unit(r));
		tsv_parts(c, r);
		tsv_remarks(c, judged_name(r), r, false);
		tsv_remarks(c, judged_name(r), r, true);
	}
	tsv_remarks(c, "-", RULE_NONE, true);
}

void report_tsv(struct check *c)
{
	const struct symbol *un;

	printf("kernel\t%d.%d\t%s\t%s\n", c->im.major, c->im.minor,
	       is_series(c) ? "series" : "foreign",
	       c->ft.gate < 0 ? "-" : c->ft.feat[c->ft.gate].name);
	for (size_t i = 0; i < c->en.n; i++)
		printf("entry\t%s\t%llx\t%s\n", c->en.entry[i].name,
		       (unsigned long long)c->en.entry[i].addr,
		       entry_kind(&c->en.entry[i]));
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
	tsv_rules(c);
	printf("end\t%zu\t%zu\n", c->en.n, c->res.nfind);
}

