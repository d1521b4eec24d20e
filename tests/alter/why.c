// SPDX-License-Identifier: GPL-2.0-only
/* Reasons, the one that says most first. */
#include <stdio.h>
#include <string.h>

#include "alter/sites.h"
#include "alter/trial.h"
#include "alter/why.h"
#include "check/check.h"
#include "check/sites.h"
#include "rules/sites.h"

#define NO_INSN		0x06	/* PUSH ES: none in 64-bit mode */

/* Bytes that are no instruction are a finding wherever they are come to. */
static bool is_read(struct check *c, const struct plain *plain,
		    const struct site *s, bool in_use)
{
	struct patch p = { s->at, s->len, NULL, NO_INSN };
	struct how how = { .in_use = in_use };
	struct said *lost = trial(c, &p, 1, &how);
	bool read = !said_same(lost, in_use ? plain->in_use : plain->all);

	said_free(lost);
	return read;
}

/* Where a leg of that branch ends but at here; NULL: nowhere. */
static const char *other_end(const struct said *s, const char *branch,
			     const char *here, char *buf, size_t len)
{
	static const char *const ends[] = { NOTE_FENCED, NOTE_ASSUMED,
					    NOTE_ARGUED };
	char what[16], at[96], of[96];

	for (size_t i = 0; i < s->n; i++) {
		if (sscanf(s->line[i], "%15[^\t]\t%95[^\t]\t%95s", what, at,
			   of) != 3 || strcmp(of, branch) || !strcmp(at, here))
			continue;
		for (int k = 0; k < 3; k++)
			if (!strcmp(what, ends[k])) {
				snprintf(buf, len, "%s at %s", what, at);
				return buf;
			}
	}
	return NULL;
}

/*
 * Of a fence: no leg ends at it, or each that did is told to end elsewhere
 * without it. One whose end is not told has none that is known.
 */
static const char *why_fence(struct check *c, const struct plain *plain,
			     const struct site *s, const struct said *without,
			     char *buf, size_t len)
{
	char here[96], at[96], branch[96], end[128];
	bool any = false;

	place(&c->im, s->addr, here, sizeof(here));
	for (size_t i = 0; i < plain->all->n; i++) {
		if (sscanf(plain->all->line[i], NOTE_FENCED "\t%95[^\t]\t%95s",
			   at, branch) != 2 || strcmp(at, here))
			continue;
		if (!other_end(without, branch, here, end, sizeof(end)))
			return NULL;
		if (!any)
			snprintf(buf, len, "its leg ends %s", end);
		any = true;
	}
	if (!any)
		snprintf(buf, len, "no leg ends at it");
	return buf;
}

/*
 * Of C that is not walked: what it writes, and when, is decided by data. Nor is
 * there a rule of what boot code tries, reads back and, where it was refused, puts
 * back; nor of what later kernels do around firmware, by functions in pairs.
 */
static const char *why_class(struct check *c, const struct plain *plain,
			     const struct site *s, char *buf, size_t len)
{
	const struct symbol *f = function_at(&c->im, s->addr);
	bool series = symbol_named(&c->im, "x86_spec_ctrl_kernel");
	enum site_class cls = f ? site_class_of(f->name, series) : S_UNKNOWN;
	bool read;

	if (cls != S_BOOT && cls != S_OTHER && cls != S_FIRMWARE)
		return NULL;
	read = is_read(c, plain, s, false);
	if (read && series && !in_init_text(c, s->addr))
		return NULL;
	snprintf(buf, len, "C of class %s, %s", site_class_name(cls),
		 !read ? "not walked" : series ?
		 "at boot: what the CPU answers is data" :
		 "asked of this series only");
	return buf;
}

/* Of another mitigation: what is read with IBRS not in use counts as well. */
static bool is_of_others(const struct check *c, const struct site *s)
{
	size_t first, n = alts_at(&c->t, s->addr, &first);

	if (s->kind == K_UNTRAIN || s->kind == K_VERW || s->kind == K_HISTORY)
		return true;
	for (size_t i = first; s->kind == K_LFENCE && n && i < first + n; i++)
		if ((c->ft.told[TOLD_FENCE_USER].is &&
		     c->ft.told[TOLD_FENCE_USER].id == c->t.alt[i].cpuid) ||
		    (c->ft.told[TOLD_FENCE_KERNEL].is &&
		     c->ft.told[TOLD_FENCE_KERNEL].id == c->t.alt[i].cpuid))
			return true;
	return false;
}

const char *why_silent(struct check *c, const struct plain *plain,
		       const struct site *s, const struct said *without,
		       char *buf, size_t len)
{
	bool others = is_of_others(c, s);

	if (!s->entry && why_class(c, plain, s, buf, len))
		return buf;
	/* of C that is walked the accesses say that it is: all have to be there */
	if (!s->entry && s->kind != K_GATE && s->kind != K_FILL)
		return NULL;
	if (!is_read(c, plain, s, !others)) {
		snprintf(buf, len, !others && is_read(c, plain, s, false) ?
			 "no path reads it with IBRS in use" :
			 "no path reads it");
		return buf;
	}
	if (s->kind == K_LFENCE && !others)
		return why_fence(c, plain, s, without, buf, len);
	return NULL;
}
