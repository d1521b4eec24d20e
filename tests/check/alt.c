// SPDX-License-Identifier: GPL-2.0-only
/* .altinstructions, in the layouts that it has had. */
#include <Zydis/Zydis.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/util.h"

/*
 * struct alt_instr has had three sizes: 13 bytes (padlen last), 12 from v5.13,
 * 14 from v6.3 (flags beside the feature: inverse, direct call); tests/image has one of its own, of
 * 24 with addresses in full. The one that fits is it.
 */
static bool read_alt(const uint8_t *p, uint64_t addr, int size, struct alt *a)
{
	if (size == 24) {
		*a = (struct alt){ get64(p), get64(p + 8), .cpuid = p[18],
				   .len = p[16], .rlen = p[17],
				   .order = a->order };
		return a->len && a->rlen <= a->len;
	}
	a->site = addr + (int32_t)get32(p);
	a->repl = addr + 4 + (int32_t)get32(p + 4);
	if (size == 14) {
		a->cpuid = p[8] | p[9] << 8;
		a->inv = p[10] & 1;
		a->direct = p[10] & 2;
		p += 2;
	} else {
		a->cpuid = (p[8] | p[9] << 8) & 0x7fff;
		a->inv = p[9] & 0x80;
	}
	a->len = p[10];
	a->rlen = p[11];
	return a->cpuid < 64 * 32 && a->len && a->rlen <= a->len &&
	       (size != 13 || p[12] <= a->len);
}

static bool alt_plausible(const struct image *im, const struct alt *a)
{
	const struct section *s = section_of(im, a->site);

	return s && s->exec && image_at(im, a->site, a->len) &&
	       (!a->rlen || image_at(im, a->repl, a->rlen));
}

static int alt_size(const struct image *im, const uint8_t *p, uint64_t addr,
		    size_t len)
{
	static const int sizes[] = { 13, 12, 14, 24 };
	int best = 0;
	size_t most = 0;

	for (int i = 0; i < 4; i++) {
		size_t n = len / sizes[i], good = 0;
		struct alt a = { 0 };

		for (size_t k = 0; k < n && k < 64; k++)
			good += read_alt(p + k * sizes[i],
					 addr + k * sizes[i], sizes[i], &a) &&
				alt_plausible(im, &a);
		if (good > most) {
			most = good;
			best = sizes[i];
		}
	}
	return best;
}

static int alt_order(const void *x, const void *y)
{
	const struct alt *a = x, *b = y;

	if (a->site != b->site)
		return a->site < b->site ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static bool leads_out(const struct alt *a, uint64_t to)
{
	return to - a->repl > a->rlen;
}

/* By the place that it was linked for, which is not where it will stand. */
static bool depends_on_place(const struct alt *a, const struct insn *in)
{
	if (in->target)
		return leads_out(a, in->target);
	for (int i = 0; i < in->nvisible; i++)
		if (in->op != ZYDIS_MNEMONIC_NOP && in->o[i].rip)
			return leads_out(a, in->o[i].disp);
	return false;
}

/*
 * Until v6.5 that is the one instruction that a replacement is, CALL or JMP of
 * 5 bytes. From then on all but these.
 */
static bool is_adjusted(const struct check *c, const struct alt *a,
			const struct insn *in)
{
	static const uint16_t never[] = {
		ZYDIS_MNEMONIC_XBEGIN, ZYDIS_MNEMONIC_LOOP,
		ZYDIS_MNEMONIC_LOOPE, ZYDIS_MNEMONIC_LOOPNE,
		ZYDIS_MNEMONIC_JRCXZ, ZYDIS_MNEMONIC_JECXZ,
	};
	const struct image *im = &c->im;

	if (im->major < 6 || (im->major == 6 && im->minor < 5))
		return a->rlen == 5 && in->len == 5 &&
		       (in->branch == BR_JMP || in->branch == BR_CALL);
	for (size_t i = 0; i < ARRAY_SIZE(never); i++)
		if (in->op == never[i])
			return false;
	return true;
}

static void check_alt(struct check *c, const struct alt *a,
		      const struct alt *prev)
{
	if (prev && prev->site != a->site && prev->site + prev->len > a->site)
		found_at(c, "C-ALT", a->site,
			 "alternative overlaps the one before it");
	if (!a->rlen || !in_entry_text(c, a->site))
		return;
	for (unsigned int off = 0; off < a->rlen;) {
		struct insn in;

		if (!decode(image_at(&c->im, a->repl + off, a->rlen - off),
			    a->rlen - off, a->repl + off, &in)) {
			found_at(c, "C-ALT", a->site,
				 "alternative ends within an instruction");
			return;
		}
		if (depends_on_place(a, &in) && !is_adjusted(c, a, &in))
			found_at(c, "C-ALT", a->site,
				 "alternative has %s that patching does not adjust",
				 in.target ? "a branch out of it" :
				 "an address relative to RIP");
		off += in.len;
	}
}

/* Nested alternatives (v6.10) of a site differ in length: the whole counts. */
static void same_length(struct tables *t)
{
	for (size_t i = 0, k; i < t->nalt; i = k) {
		uint8_t most = 0;

		for (k = i; k < t->nalt && t->alt[k].site == t->alt[i].site;
		     k++)
			if (t->alt[k].len > most)
				most = t->alt[k].len;
		for (size_t n = i; n < k; n++)
			t->alt[n].len = most;
	}
}

/* One entry of the table into a; false: it is not taken over, and said why. */
static bool take_alt(struct check *c, const uint8_t *p, uint64_t at, int size,
		     struct alt *a)
{
	bool fits = read_alt(p, at, size, a);

	if (!fits && section_of(&c->im, a->site))
		found_at(c, "C-ALT", a->site,
			 "alternative of %u bytes has a replacement of %u",
			 a->len, a->rlen);
	else if (!fits)
		error_(c, ".altinstructions: entry %u is broken", a->order);
	else if (!alt_plausible(&c->im, a))
		error_(c, ".altinstructions: entry %u points nowhere",
		       a->order);
	else
		return true;
	return false;
}

static bool read_alts(struct check *c, unsigned int module)
{
	struct tables *t = &c->t;
	size_t len;
	uint64_t addr;
	const uint8_t *p = image_table(&c->im, module, ".altinstructions",
				       "__alt_instructions",
				       "__alt_instructions_end", &addr, &len);
	int size;

	if (!p)
		return true;
	size = alt_size(&c->im, p, addr, len);
	if (!size || len % size) {
		error_(c, ".altinstructions has no layout known here");
		return false;
	}
	for (size_t i = 0; i < len / size; i++) {
		struct alt a = { .order = i };

		if (!take_alt(c, p + i * size, addr + i * size, size, &a))
			continue;
		t->alt = grow(t->alt, t->nalt, &t->capalt, sizeof(a));
		t->alt[t->nalt++] = a;
	}
	return true;
}

bool alts_read(struct check *c)
{
	struct tables *t = &c->t;

	for (unsigned int i = 0; i <= (unsigned int)c->im.nmod; i++)
		if (!read_alts(c, i))
			return false;
	sort(t->alt, t->nalt, sizeof(*t->alt), alt_order);
	same_length(t);
	judged_count(c, C_ALT, t->nalt);
	for (size_t i = 0; i < t->nalt; i++)
		check_alt(c, &t->alt[i], i ? &t->alt[i - 1] : NULL);
	return true;
}

size_t alts_at(const struct tables *t, uint64_t addr, size_t *first)
{
	size_t lo = 0, hi = t->nalt, n = 0;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (t->alt[mid].site <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo || addr - t->alt[lo - 1].site >= t->alt[lo - 1].len)
		return 0;
	for (*first = lo - 1; *first &&
	     t->alt[*first - 1].site == t->alt[lo - 1].site;)
		--*first;
	n = lo - *first;
	return n;
}
