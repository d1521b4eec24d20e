// SPDX-License-Identifier: GPL-2.0-only
/* Paravirt sites, jump labels, the exception table. */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/util.h"

static int pv_order(const void *x, const void *y)
{
	const struct pvsite *a = x, *b = y;

	return a->site < b->site ? -1 : a->site > b->site;
}

static void read_pv(struct check *c)
{
	struct tables *t = &c->t;
	size_t len, cap = 0;
	uint64_t addr;
	const uint8_t *p = image_table(&c->im, ".parainstructions",
				       "__parainstructions",
				       "__parainstructions_end", &addr, &len);

	for (size_t i = 0; p && i + 10 <= len; i += 16) {
		struct pvsite s = { get64(p + i), p[i + 9] };

		if (!image_at(&c->im, s.site, s.len))
			continue;
		t->pv = grow(t->pv, t->npv, &cap, sizeof(s));
		t->pv[t->npv++] = s;
	}
	sort(t->pv, t->npv, sizeof(*t->pv), pv_order);
}

static bool label_ok(const struct check *c, const struct label *l)
{
	const struct section *s = section_of(&c->im, l->site);
	const struct section *d = section_of(&c->im, l->target);

	return s && d && s->exec && d->exec;
}

/* Absolute 24 byte entries until v4.18, relative ones of 16 bytes since. */
static struct label read_label(const uint8_t *p, uint64_t at, int size)
{
	struct label l;

	if (size == 24) {
		l.site = get64(p);
		l.target = get64(p + 8);
		l.key = get64(p + 16);
	} else {
		l.site = at + (int32_t)get32(p);
		l.target = at + 4 + (int32_t)get32(p + 4);
		l.key = at + 8 + get64(p + 8);
	}
	return l;
}

static int label_order(const void *x, const void *y)
{
	const struct label *a = x, *b = y;

	return a->site < b->site ? -1 : a->site > b->site;
}

static void read_labels(struct check *c)
{
	struct tables *t = &c->t;
	size_t len = 0, cap = 0;
	uint64_t addr;
	const uint8_t *p = image_table(&c->im, "__jump_table",
				       "__start___jump_table",
				       "__stop___jump_table", &addr, &len);
	struct label l;
	int size = 16;

	if (!p || len < 24)
		return;
	l = read_label(p, addr, 24);
	if (label_ok(c, &l))
		size = 24;
	for (size_t i = 0; i + size <= len; i += size) {
		l = read_label(p + i, addr + i, size);
		if (!label_ok(c, &l))
			continue;
		t->label = grow(t->label, t->nlabel, &cap, sizeof(l));
		t->label[t->nlabel++] = l;
	}
	sort(t->label, t->nlabel, sizeof(*t->label), label_order);
}

static int by_value(const void *x, const void *y)
{
	const uint64_t *a = x, *b = y;

	return *a < *b ? -1 : *a > *b;
}

static void read_extable(struct check *c)
{
	struct tables *t = &c->t;
	size_t len, cap = 0;
	uint64_t addr;
	const uint8_t *p = image_table(&c->im, "__ex_table",
				       "__start___ex_table",
				       "__stop___ex_table", &addr, &len);

	for (size_t i = 0; p && i + 12 <= len; i += 12) {
		t->extable = grow(t->extable, t->nextable, &cap,
				  sizeof(*t->extable));
		t->extable[t->nextable++] =
			addr + i + (int32_t)get32(p + i);
	}
	sort(t->extable, t->nextable, sizeof(*t->extable), by_value);
}

bool tables_read(struct check *c)
{
	if (!alts_read(c))
		return false;
	read_pv(c);
	read_labels(c);
	read_extable(c);
	return true;
}

void tables_free(struct tables *t)
{
	free(t->alt);
	free(t->pv);
	free(t->label);
	free(t->extable);
	memset(t, 0, sizeof(*t));
}

const struct pvsite *pv_at(const struct tables *t, uint64_t ip)
{
	size_t lo = 0, hi = t->npv;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (t->pv[mid].site <= ip)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo || ip - t->pv[lo - 1].site >= t->pv[lo - 1].len)
		return NULL;
	return &t->pv[lo - 1];
}

const struct label *label_at(const struct tables *t, uint64_t ip)
{
	size_t lo = 0, hi = t->nlabel;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (t->label[mid].site < ip)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < t->nlabel && t->label[lo].site == ip ? &t->label[lo] : NULL;
}

bool in_extable(const struct tables *t, uint64_t addr)
{
	return t->nextable && bsearch(&addr, t->extable, t->nextable,
				      sizeof(addr), by_value);
}
