// SPDX-License-Identifier: GPL-2.0-only
/* Verdict, path or list. */
#include <string.h>

#include "check/check.h"
#include "check/judge.h"
#include "check/kallsyms.h"
#include "check/list.h"
#include "check/report.h"
#include "check/task.h"
#include "check/verdict.h"
#include "check/walk.h"

bool task_open(struct check *c)
{
	return image_open(c, c->opt.path) &&
	       (!c->opt.symbols || image_symbols(c, c->opt.symbols)) &&
	       modules_open(c, c->opt.module, c->opt.nmodule);
}

/* The entry point of --path SYM[:kernel]; NULL: none is called so, said. */
static const struct entry *path_entry(struct check *c)
{
	size_t plain = strcspn(c->opt.show, ":");

	c->opt.to_kernel = !strcmp(c->opt.show + plain, ":kernel");
	if (c->opt.show[plain] && !c->opt.to_kernel) {
		error_(c, "--path %s: behind the colon goes \"kernel\", or nothing",
		       c->opt.show);
		return NULL;
	}
	for (size_t i = 0; i < c->en.n; i++) {
		const struct entry *e = &c->en.entry[i];

		if (strlen(e->name) == plain &&
		    !strncmp(e->name, c->opt.show, plain))
			return e;
	}
	error_(c, "--path %s: no such entry point; --list names them",
	       c->opt.show);
	return NULL;
}

/* --off: of one that no site asks for it would say nothing. */
static bool is_asked_for(struct check *c)
{
	const char *name = c->opt.off;

	for (int i = 0; name && i < c->ft.n; i++)
		if (!strcmp(c->ft.feat[i].name, name) && c->ft.feat[i].off)
			return true;
	if (name)
		error_(c, "--off %s: no site asks for it; --tsv has the names",
		       name);
	return !name;
}

static bool one_path(struct check *c)
{
	const struct entry *e;

	if (c->opt.via_name) {
		c->opt.via = symbol_named(&c->im, c->opt.via_name);
		if (!c->opt.via) {
			error_(c, "--via %s: no such symbol", c->opt.via_name);
			return false;
		}
	}
	e = path_entry(c);
	return e && walk_entry(c, e, e->kind != E_XEN) && is_asked_for(c);
}

static bool judge(struct check *c)
{
	return judge_read(c) && judge_entries(c) && judge_all(c) &&
	       is_asked_for(c);
}

static bool list(struct check *c)
{
	if (!judge_read(c))
		return false;
	if (c->opt.task == LIST_SYMBOLS)
		return kallsyms_list(c);
	if (c->opt.task == LIST_INSNS) {
		list_insns(c);
		return true;
	}
	if (!judge_entries(c))
		return false;
	if (c->opt.task == SHOW_PATH)
		return one_path(c);
	list_entries(c);
	return true;
}

enum word task_do(struct check *c, bool opened)
{
	bool done = opened && (c->opt.task == JUDGE ? judge(c) : list(c));

	if (c->opt.task != JUDGE)
		return done && !c->broken ? W_PASS : W_ERROR;
	if (!done)
		c->broken = true;
	return report_verdict(c, done);
}
