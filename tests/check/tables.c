// SPDX-License-Identifier: GPL-2.0-only
/* Paravirt sites, jump labels, the exception table. */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/util.h"

static int pv_order(const void *x, const void *y)
{
	const struct pvsite *a = x, *b = y;

	return a->site < b->site ? -1 : a->site > b->site;
}

/* A rest that is no entry: the entries are of another size than is known. */
static bool whole(struct check *c, const char *table, size_t len, size_t size)
{
	if (len % size)
		error_(c, "%s: no whole number of entries of %zu bytes", table,
		       size);
	return !(len % size);
}

static void read_pv(struct check *c, unsigned int module)
{
	struct tables *t = &c->t;
	size_t len;
	uint64_t addr;
	const uint8_t *p = image_table(&c->im, module, ".parainstructions",
				       "__parainstructions",
				       "__parainstructions_end", &addr, &len);

	/* the last may be without its padding */
	if (!p || !whole(c, ".parainstructions",
			 len % 16 == 12 ? len + 4 : len, 16))
		return;
	for (size_t i = 0; i + 10 <= len; i += 16) {
		struct pvsite s = { get64(p + i), p[i + 9] };

		if (!image_at(&c->im, s.site, s.len)) {
			error_(c, ".parainstructions: entry %zu points nowhere",
			       i / 16);
			return;
		}
		t->pv = grow(t->pv, t->npv, &t->cappv, sizeof(s));
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

static void read_labels(struct check *c, unsigned int module)
{
	struct tables *t = &c->t;
	size_t len = 0;
	uint64_t addr;
	const uint8_t *p = image_table(&c->im, module, "__jump_table",
				       "__start___jump_table",
				       "__stop___jump_table", &addr, &len);
	struct label l;
	int size = 16;

	if (!p)
		return;
	if (len >= 24) {
		l = read_label(p, addr, 24);
		if (label_ok(c, &l))
			size = 24;
	}
	if (!whole(c, "__jump_table", len, size))
		return;
	for (size_t i = 0; i + size <= len; i += size) {
		l = read_label(p + i, addr + i, size);
		if (!label_ok(c, &l)) {
			error_(c, "__jump_table: entry %zu points nowhere",
			       i / size);
			return;
		}
		t->label = grow(t->label, t->nlabel, &t->caplabel, sizeof(l));
		t->label[t->nlabel++] = l;
	}
	sort(t->label, t->nlabel, sizeof(*t->label), label_order);
}

/* struct fixup and struct trap begin with their address */
static int by_addr(const void *x, const void *y)
{
	const uint64_t *a = x, *b = y;

	return *a < *b ? -1 : *a > *b;
}

static void read_extable(struct check *c, unsigned int module)
{
	struct tables *t = &c->t;
	size_t len;
	uint64_t addr;
	const uint8_t *p = image_table(&c->im, module, "__ex_table",
				       "__start___ex_table",
				       "__stop___ex_table", &addr, &len);

	if (!p || !whole(c, "__ex_table", len, 12))
		return;
	for (size_t i = 0; i + 12 <= len; i += 12) {
		struct fixup f = { addr + i + (int32_t)get32(p + i),
				   addr + i + 4 + (int32_t)get32(p + i + 4) };

		if (!image_at(&c->im, f.addr, 1) || !image_at(&c->im, f.to, 1)) {
			error_(c, "__ex_table: entry %zu points nowhere",
			       i / 12);
			return;
		}
		t->fixup = grow(t->fixup, t->nfixup, &t->capfixup, sizeof(f));
		t->fixup[t->nfixup++] = f;
	}
	sort(t->fixup, t->nfixup, sizeof(*t->fixup), by_addr);
}

/* UD2; until v4.15 UD0 for WARN() */
static bool traps_at(const struct image *im, uint64_t addr)
{
	const uint8_t *p = image_at(im, addr, 2);

	return p && p[0] == 0x0f && (p[1] == 0x0b || p[1] == 0xff);
}

/*
 * struct bug_entry has 12 bytes with CONFIG_DEBUG_BUGVERBOSE, 8 without, and 16
 * where the text is in it. Its address is the first, its flags are the last.
 */
static int bug_size(const struct image *im, const uint8_t *p, uint64_t addr,
		    size_t len)
{
	static const int sizes[] = { 12, 8, 16 };

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		int size = sizes[i];
		size_t n = 0;

		while (n < len / size && n < 64 &&
		       traps_at(im, addr + n * size +
				(int32_t)get32(p + n * size)))
			n++;
		if (!(len % size) && n && (n == 64 || n == len / size))
			return size;
	}
	return 0;
}

#define BUGFLAG_WARNING	1

static void read_bugs(struct check *c, unsigned int module)
{
	struct tables *t = &c->t;
	size_t len;
	uint64_t addr;
	const uint8_t *p = image_table(&c->im, module, "__bug_table",
				       "__start___bug_table",
				       "__stop___bug_table", &addr, &len);
	int size = p && len ? bug_size(&c->im, p, addr, len) : 1;

	if (!size)
		error_(c, "__bug_table has no layout known here");
	if (size < 8)
		return;
	for (size_t i = 0; i + size <= len; i += size) {
		const uint8_t *flags = p + i + (size == 8 ? 4 : size - 2);
		struct trap b = { addr + i + (int32_t)get32(p + i),
				  flags[0] & BUGFLAG_WARNING };

		t->trap = grow(t->trap, t->ntrap, &t->captrap, sizeof(b));
		t->trap[t->ntrap++] = b;
	}
	sort(t->trap, t->ntrap, sizeof(*t->trap), by_addr);
}

bool tables_read(struct check *c)
{
	if (!alts_read(c))
		return false;
	for (unsigned int i = 0; i <= (unsigned int)c->im.nmod; i++) {
		read_pv(c, i);
		read_labels(c, i);
		read_extable(c, i);
		read_bugs(c, i);
	}
	return true;
}

void tables_free(struct tables *t)
{
	free(t->alt);
	free(t->pv);
	free(t->label);
	free(t->fixup);
	free(t->trap);
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

bool fixup_at(const struct tables *t, uint64_t addr, uint64_t *to)
{
	const struct fixup *f = t->nfixup ?
		bsearch(&addr, t->fixup, t->nfixup, sizeof(*f), by_addr) : NULL;

	if (f)
		*to = f->to;
	return f;
}

bool is_trap(uint16_t op)
{
	return op == ZYDIS_MNEMONIC_UD2 || op == ZYDIS_MNEMONIC_UD1 ||
	       op == ZYDIS_MNEMONIC_UD0 || op == ZYDIS_MNEMONIC_INT3 ||
	       op == ZYDIS_MNEMONIC_RSM;
}

bool trap_returns(const struct tables *t, uint64_t addr)
{
	const struct trap *b = t->ntrap ?
		bsearch(&addr, t->trap, t->ntrap, sizeof(*b), by_addr) : NULL;

	return b && b->returns;
}
