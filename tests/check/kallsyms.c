// SPDX-License-Identifier: GPL-2.0-only
/*
 * The symbol table that a kernel is linked with, as its kallsyms tool writes
 * it. Nothing in a stripped image says where that is. What is found is taken
 * only where all of it agrees: the index with the tokens, the markers with the
 * names, and linux_banner with what stands there.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/kallsyms.h"
#include "check/util.h"

#define TOKENS		256
#define MAX_TOKENS	(1 << 14)	/* bytes of the first of them */
#define MIN_SYMS	16
#define MAX_SYMS	(1u << 22)

struct ksyms {
	const uint8_t *lo, *hi;		/* of the section */
	const uint8_t *token[TOKENS];
	const uint8_t *table, *index;	/* of tokens */
	const uint8_t *count, *names, *markers;
	uint32_t n;
	unsigned int align;		/* of each: 8, or 4 (7.2 has it so) */
	const uint8_t *offsets;
	uint64_t base, at;		/* at: the address of lo */
	bool own;			/* each from where it stands itself */
	bool percpu;			/* an offset >= 0 is an address itself */
};

static const uint8_t *up(const struct ksyms *k, const uint8_t *p)
{
	return p + (-(p - k->lo) & (k->align - 1));
}

static bool room(const struct ksyms *k, const uint8_t *p, uint64_t len)
{
	return p >= k->lo && p <= k->hi && (uint64_t)(k->hi - p) >= len;
}

/* --- the tokens ---------------------------------------------------------- */
/* All of them from p on, and the index behind them that says so. */
static bool tokens_from(struct ksyms *k, const uint8_t *p)
{
	k->table = p;
	for (int i = 0; i < TOKENS; i++) {
		const uint8_t *end = memchr(p, 0, k->hi - p);

		if (!end)
			return false;
		k->token[i] = p;
		p = end + 1;
	}
	k->index = p = up(k, p);
	if (!room(k, p, 2 * TOKENS))
		return false;
	for (int i = 0; i < TOKENS; i++)
		if ((p[2 * i] | p[2 * i + 1] << 8) != k->token[i] - k->table)
			return false;
	return true;
}

/*
 * The digits are their own tokens: digit is where that of '0' may stand. Ahead of
 * the first token stands what another table ends with, a NUL or not.
 */
static bool tokens_at(struct ksyms *k, const uint8_t *digit)
{
	const uint8_t *p = digit;

	for (int i = 1; i < '0'; i++) {
		if (p - k->lo < 2)
			return false;
		for (p--; p > k->lo && p[-1]; p--)
			;
	}
	while (--p >= k->lo && digit - p < MAX_TOKENS)
		if (!((p - k->lo) % k->align) && tokens_from(k, p))
			return true;
		else if (p > k->lo && !p[-1])
			return false;
	return false;
}

/* --- the names ----------------------------------------------------------- */
/* The entry at p: its first token at *t, and its end; NULL: it has none. */
static const uint8_t *entry_at(const struct ksyms *k, const uint8_t *p,
			       const uint8_t **t)
{
	unsigned int len;

	if (!room(k, p, 2))
		return NULL;
	len = *p++;
	if (len & 0x80)			/* since v6.1 */
		len = (len & 0x7f) | *p++ << 7;
	*t = p;
	return len && room(k, p, len) ? p + len : NULL;
}

/* Type and name; false: too long for a name. */
static bool expand(const struct ksyms *k, const uint8_t *t, const uint8_t *end,
		   char *out, size_t size)
{
	size_t n = 0;

	for (; t < end; t++) {
		const char *s = (const char *)k->token[*t];
		size_t len = strlen(s);

		if (n + len >= size)
			return false;
		memcpy(out + n, s, len);
		n += len;
	}
	out[n] = 0;
	/* a type, as nm has it; until v4.16 "?" for some */
	return n > 1 && (isalpha(out[0]) || out[0] == '?');
}

static uint64_t marker(const uint8_t *p, size_t i, int size)
{
	return size == 4 ? get32(p + 4 * i) : get64(p + 8 * i);
}

/* Each 256th name begins where its marker says; size: until v4.20 it was 8. */
static bool markers_fit(struct ksyms *k, const uint8_t *end, int size)
{
	const uint8_t *p = k->names, *t;

	k->markers = up(k, end);
	if (!room(k, k->markers, (k->n + 255ull) / 256 * size))
		return false;
	for (uint32_t i = 0; i < k->n; i++) {
		if (!(i & 255) && marker(k->markers, i / 256, size) !=
		    (uint64_t)(p - k->names))
			return false;
		p = entry_at(k, p, &t);
	}
	return true;
}

/* The number of symbols at p, and what follows it. */
static bool names_at(struct ksyms *k, const uint8_t *p)
{
	const uint8_t *end = k->names = p + k->align, *t;
	char text[512];

	k->count = p;
	k->n = get32(p);
	if ((k->align == 8 && get32(p + 4)) || k->n < MIN_SYMS || k->n > MAX_SYMS ||
	    (uint64_t)(k->table - p) / k->n - 3 > 60)
		return false;
	for (uint32_t i = 0; i < k->n; i++) {
		const uint8_t *at = end;

		end = entry_at(k, at, &t);
		if (!end || end > k->table ||
		    (i < 16 && !expand(k, t, end, text, sizeof(text))))
			return false;
	}
	return markers_fit(k, end, 4) || markers_fit(k, end, 8);
}

static bool names_find(struct ksyms *k)
{
	const unsigned int a = k->align;

	for (const uint8_t *p = k->table - (k->table - k->lo) % a;
	     p - k->lo >= a; p -= a)
		if (names_at(k, p - a))
			return true;
	return false;
}

/* --- the addresses ------------------------------------------------------- */
static uint64_t address_of(const struct ksyms *k, uint32_t i)
{
	uint32_t off = get32(k->offsets + 4ull * i);

	if (k->own)
		return k->at + (uint64_t)(k->offsets - k->lo) + 4ull * i +
		       (uint64_t)(int64_t)(int32_t)off;
	if (!k->percpu)
		return k->base + off;
	return off >> 31 ? k->base - 1 - (int32_t)off : off;
}

/* Ahead of the names, or (v6.5) behind the tokens. */
static bool offsets_at(struct ksyms *k, bool behind)
{
	uint64_t len = (4ull * k->n + 7) & ~7ull;

	k->own = false;
	k->offsets = behind ? up(k, k->index + 2 * TOKENS) :
		     k->count - 8 - len;
	if ((uint64_t)(k->count - k->lo) < 8 + len && !behind)
		return false;
	if (!room(k, k->offsets, len + 8))
		return false;
	k->base = get64(k->offsets + len);
	k->percpu = false;
	for (uint32_t i = 0; i < k->n; i++)
		k->percpu |= k->offsets[4ull * i + 3] >> 7;
	return k->base >> 31 == 0x1ffffffff;
}

/* The same place, and no base (7.2 has it so): the first symbol is text, which is low. */
static bool own_offsets_at(struct ksyms *k)
{
	k->offsets = up(k, k->index + 2 * TOKENS);
	k->own = true;
	return room(k, k->offsets, 4ull * k->n) &&
	       address_of(k, 0) >> 31 == 0x1ffffffff;
}

/* --- all of it ----------------------------------------------------------- */
static bool take(struct check *c, const struct ksyms *k)
{
	struct image *im = &c->im;
	const uint8_t *p = k->names, *t = NULL;
	size_t cap = 0, size = 0;
	char text[512];

	free(im->sym);
	im->sym = NULL;
	im->nsym = 0;
	/* the names do not move: room for the longest of all */
	free(im->strings);
	im->strings = malloc((size_t)k->n * 128);
	if (!im->strings)
		out_of_memory();
	for (uint32_t i = 0; i < k->n; i++) {
		struct symbol s = { .addr = address_of(k, i) };
		const uint8_t *end = entry_at(k, p, &t);
		size_t len;

		if (!expand(k, t, end, text, sizeof(text)) ||
		    !is_plain(text + 1) ||
		    size + (len = strlen(text) + 1) > (size_t)k->n * 128)
			return false;
		memcpy(im->strings + size, text, len);
		s.name = im->strings + size + 1;
		s.func = strchr("tTwW", text[0]);
		size += len;
		p = end;
		im->sym = grow(im->sym, im->nsym, &cap, sizeof(s));
		im->sym[im->nsym++] = s;
	}
	return true;
}

static bool banner_fits(const struct image *im)
{
	for (size_t i = 0; i < im->nsym; i++) {
		const uint8_t *p = image_at(im, im->sym[i].addr, 14);

		if (p && !strcmp(im->sym[i].name, "linux_banner"))
			return !memcmp(p, "Linux version ", 14);
	}
	return false;
}

static bool read_at(struct check *c, struct ksyms *k, const uint8_t *digit,
		    unsigned int align)
{
	k->align = align;
	if (!tokens_at(k, digit) || !names_find(k))
		return false;
	for (int behind = 0; behind < 2; behind++)
		if (offsets_at(k, behind) && take(c, k) && banner_fits(&c->im))
			return c->im.kallsyms = image_index(c);
	if (own_offsets_at(k) && take(c, k) && banner_fits(&c->im))
		return c->im.kallsyms = image_index(c);
	return false;
}

bool kallsyms_read(struct check *c)
{
	static const char digits[] = "0\0001\0002\0003\0004\0005\0006\0007\0008\0009";

	for (size_t i = 0; i < c->im.nsec; i++) {
		const struct section *s = &c->im.sec[i];
		struct ksyms k = { .lo = s->data, .hi = s->data + s->size,
				   .at = s->addr };
		const uint8_t *p = s->data;

		if (!p || s->exec)
			continue;
		for (; (p = memmem(p, k.hi - p, digits, sizeof(digits))); p++)
			if (read_at(c, &k, p, 8) || read_at(c, &k, p, 4))
				return true;
	}
	free(c->im.sym);
	c->im.sym = NULL;
	c->im.nsym = 0;
	return false;
}

bool kallsyms_list(struct check *c)
{
	if (!c->im.kallsyms) {
		error_(c, "--kallsyms: it has a symbol table: nm prints that");
		return false;
	}
	for (size_t i = 0; i < c->im.nsym; i++)
		printf("%016llx %c %s\n", (unsigned long long)c->im.sym[i].addr,
		       c->im.sym[i].name[-1], c->im.sym[i].name);
	return true;
}
