// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel patches at boot: alternatives, paravirt sites (as native
 * patches them), jump labels. fetch() gives the instruction that stands at an
 * address for a given choice of features.
 */
#include <Zydis/Zydis.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"

static uint32_t get32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint64_t get64(const uint8_t *p)
{
	return get32(p) | (uint64_t)get32(p + 4) << 32;
}

void *grow(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 256;
	p = realloc(p, *cap * size);
	if (!p) {
		fprintf(stderr, "error: out of memory\n");
		exit(2);
	}
	return p;
}

/* qsort() of nothing at nowhere is undefined. */
static void sort(void *p, size_t n, size_t size,
		 int (*order)(const void *, const void *))
{
	if (n > 1)
		qsort(p, n, size, order);
}

/* A table of the image: its section, or from one symbol to another. */
static const uint8_t *table(const struct image *im, const char *section,
			    const char *start, const char *stop,
			    uint64_t *addr, size_t *len)
{
	const struct section *s = section_named(im, section);
	const struct symbol *a = symbol_named(im, start);
	const struct symbol *b = symbol_named(im, stop);

	*len = 0;
	if (s && s->data) {
		*addr = s->addr;
		*len = s->size;
	} else if (a && b && b->addr > a->addr) {
		*addr = a->addr;
		*len = b->addr - a->addr;
	} else {
		return NULL;
	}
	return image_at(im, *addr, *len);
}

/* --- alternatives ------------------------------------------------------- */
/*
 * struct alt_instr has had three sizes: 13 bytes (padlen last), 12 from v5.13,
 * 14 from v6.3 (flags beside the feature); tests/image has one of its own, of
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
		/* Until v6.3 only the first instruction's offset is moved. */
		if (off && c->im.major < 6 &&
		    (in.branch == BR_JMP || in.branch == BR_CALL ||
		     in.branch == BR_JCC) &&
		    in.target - a->repl > a->rlen)
			found_at(c, "C-ALT", a->site,
				 "alternative leaves by a branch that patching does not adjust");
		off += in.len;
	}
}

/* Nested alternatives (v6.10) of one site differ in length: the whole counts. */
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

static bool read_alts(struct check *c)
{
	struct tables *t = &c->t;
	size_t len, n;
	uint64_t addr;
	const uint8_t *p = table(&c->im, ".altinstructions",
				 "__alt_instructions",
				 "__alt_instructions_end", &addr, &len);
	int size;

	if (!p)
		return true;
	size = alt_size(&c->im, p, addr, len);
	if (!size) {
		error_(c, ".altinstructions has no layout known here");
		return false;
	}
	n = len / size;
	t->alt = calloc(n + 1, sizeof(*t->alt));
	if (!t->alt) {
		error_(c, "out of memory");
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		struct alt *a = &t->alt[t->nalt];
		uint64_t at = addr + i * size;

		a->order = i;
		if (!read_alt(p + i * size, at, size, a)) {
			if (section_of(&c->im, a->site))
				found_at(c, "C-ALT", a->site,
					 "alternative of %u bytes has a replacement of %u",
					 a->len, a->rlen);
			else
				error_(c, ".altinstructions: entry %zu is broken",
				       i);
			continue;
		}
		if (!alt_plausible(&c->im, a)) {
			error_(c, ".altinstructions: entry %zu points nowhere",
			       i);
			continue;
		}
		t->nalt++;
	}
	sort(t->alt, t->nalt, sizeof(*t->alt), alt_order);
	same_length(t);
	for (size_t i = 0; i < t->nalt; i++)
		check_alt(c, &t->alt[i], i ? &t->alt[i - 1] : NULL);
	return true;
}

/* The alternatives whose site covers addr. */
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

/* --- paravirt and jump labels -------------------------------------------- */
static void read_pv(struct check *c)
{
	struct tables *t = &c->t;
	size_t len, cap = 0;
	uint64_t addr;
	const uint8_t *p = table(&c->im, ".parainstructions",
				 "__parainstructions",
				 "__parainstructions_end", &addr, &len);

	for (size_t i = 0; p && i + 10 <= len; i += 16) {
		struct pvsite s = { get64(p + i), p[i + 9] };

		if (!image_at(&c->im, s.site, s.len))
			continue;
		t->pv = grow(t->pv, t->npv, &cap, sizeof(s));
		t->pv[t->npv++] = s;
	}
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
	const uint8_t *p = table(&c->im, "__jump_table", "__start___jump_table",
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

static int pv_order(const void *x, const void *y)
{
	const struct pvsite *a = x, *b = y;

	return a->site < b->site ? -1 : a->site > b->site;
}

static void read_extable(struct check *c)
{
	struct tables *t = &c->t;
	size_t len, cap = 0;
	uint64_t addr;
	const uint8_t *p = table(&c->im, "__ex_table", "__start___ex_table",
				 "__stop___ex_table", &addr, &len);

	for (size_t i = 0; p && i + 12 <= len; i += 12) {
		t->extable = grow(t->extable, t->nextable, &cap,
				  sizeof(*t->extable));
		t->extable[t->nextable++] =
			addr + i + (int32_t)get32(p + i);
	}
}

bool in_extable(const struct tables *t, uint64_t addr)
{
	return t->nextable && bsearch(&addr, t->extable, t->nextable,
				      sizeof(addr), by_value);
}

/* --- features ------------------------------------------------------------ */
/* Those that /proc/cpuinfo hides, by the first version of that number. */
static const struct hidden {
	const char *name;
	int major, minor;
	uint32_t id;
} hidden[] = {
	{ "always", 4, 15, 3 * 32 + 21 },
	{ "xenpv", 4, 15, 8 * 32 + 16 },
	{ "retpoline", 4, 15, 7 * 32 + 12 },
	{ "retpoline_amd", 4, 15, 7 * 32 + 13 },
	{ "pti", 4, 15, 7 * 32 + 11 },
	{ "use_ibrs_fw", 4, 15, 7 * 32 + 22 },
	{ "retpoline", 5, 19, 11 * 32 + 12 },
	{ "retpoline_amd", 5, 19, 11 * 32 + 13 },
	{ "smap", 4, 15, 9 * 32 + 20 },
	{ "pcid", 4, 15, 4 * 32 + 17 },
};

static bool hidden_id(const struct image *im, const char *name, uint64_t *id)
{
	/* where it does not say which kernel it is: v4.15 */
	int major = im->major ? im->major : 4;
	int minor = im->major ? im->minor : 15;
	bool ok = false;

	for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++) {
		const struct hidden *h = &hidden[i];

		if (strcmp(h->name, name) || h->major > major ||
		    (h->major == major && h->minor > minor))
			continue;
		*id = h->id;
		ok = true;
	}
	return ok;
}

static void name_feat(struct check *c, struct feat *f)
{
	const struct symbol *s;
	const uint8_t *p;
	uint64_t id;

	if (f->kind == FEAT_LABEL) {
		s = symbol_at(&c->im, f->id);
		snprintf(f->name, sizeof(f->name), "label:%.24s",
			 s ? s->name : "?");
		return;
	}
	if (c->t.gate >= 0 && f->id == c->t.gate_id) {
		snprintf(f->name, sizeof(f->name), "ibrs");
		return;
	}
	for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
		if (hidden_id(&c->im, hidden[i].name, &id) && id == f->id) {
			snprintf(f->name, sizeof(f->name), "%s",
				 hidden[i].name);
			return;
		}
	s = symbol_named(&c->im, "x86_cap_flags");
	p = s ? image_at(&c->im, s->addr + f->id * 8, 8) : NULL;
	snprintf(f->name, sizeof(f->name), "%u*32+%u",
		 (unsigned int)f->id / 32, (unsigned int)f->id % 32);
	if (p && get64(p) && image_room(&c->im, get64(p)) > 16) {
		char text[17] = "";

		memcpy(text, image_at(&c->im, get64(p), 16), 16);
		if (*text)
			snprintf(f->name, sizeof(f->name), "%s", text);
	}
}

static bool harmless(const struct image *im, uint64_t at, unsigned int len)
{
	struct insn in;

	for (unsigned int off = 0; off < len; off += in.len) {
		if (!decode(image_at(im, at + off, len - off), len - off,
			    at + off, &in))
			return false;
		switch (in.op) {
		case ZYDIS_MNEMONIC_NOP:
		case ZYDIS_MNEMONIC_CLAC:
		case ZYDIS_MNEMONIC_STAC:
		case ZYDIS_MNEMONIC_LFENCE:
		case ZYDIS_MNEMONIC_MFENCE:
		case ZYDIS_MNEMONIC_VERW:
			continue;
		default:
			if (in.branch != BR_CALL)
				return false;
		}
	}
	return true;
}

/*
 * Newer kernels ask for a dozen features that are one fence or one call each.
 * What follows does not depend on them, so both sides are walked at each site
 * by itself: more paths than there are, but not 2^12 times as many.
 */
static bool local_feat(const struct check *c, uint64_t id)
{
	bool any = false;	/* none: decided once, as PTI not built in */

	for (size_t i = 0; i < c->t.nalt; i++) {
		const struct alt *a = &c->t.alt[i];

		if (a->cpuid != id || !in_entry_text(c, a->site))
			continue;
		if (!harmless(&c->im, a->site, a->len) ||
		    !harmless(&c->im, a->repl, a->rlen))
			return false;
		any = true;
	}
	return any;
}

int feat_index(struct check *c, enum feat_kind kind, uint64_t id)
{
	struct tables *t = &c->t;
	int i;

	for (i = 0; i < t->nfeat; i++)
		if (t->feat[i].kind == kind && t->feat[i].id == id)
			return i;
	if (t->nfeat == MAX_FEAT) {
		if (!c->broken)
			error_(c, "more than %d features on the entry paths",
			       MAX_FEAT);
		return MAX_FEAT - 1;
	}
	t->feat[i].kind = kind;
	t->feat[i].id = id;
	name_feat(c, &t->feat[i]);
	t->feat[i].local = kind == FEAT_CPU && local_feat(c, id);
	t->nfeat++;
	return i;
}

int feat_named(struct check *c, const char *name)
{
	uint64_t id;

	return hidden_id(&c->im, name, &id) ? feat_index(c, FEAT_CPU, id) : -1;
}

/*
 * The gate is the feature under which MSR 0x48 is set up: mov $0x48,%ecx (or
 * the test of the saved value) is what its alternatives put in, or what they
 * stop jumping over.
 */
static bool loads_msr(const struct image *im, uint64_t p, uint64_t end)
{
	for (int n = 0; p < end && n < 12; n++) {
		struct insn in;

		if (!decode(image_at(im, p, 1), image_room(im, p), p, &in))
			return false;
		if (in.op == ZYDIS_MNEMONIC_MOV && in.o[0].kind == OP_REG &&
		    in.o[0].reg == RCX && in.o[1].kind == OP_IMM &&
		    in.o[1].disp == MSR_SPEC_CTRL)
			return true;
		if (in.branch != BR_NONE && in.branch != BR_JCC)
			return false;
		p += in.len;
	}
	return false;
}

static bool gates_msr(const struct image *im, const struct alt *a)
{
	uint64_t after = a->site + a->len;

	return (a->rlen && loads_msr(im, a->repl, a->repl + a->rlen)) ||
	       loads_msr(im, after, after + 40);
}

static void find_gate(struct check *c)
{
	struct tables *t = &c->t;
	struct { uint64_t id; int n; } vote[16] = { { 0, 0 } };
	int nvote = 0, best = -1;

	t->gate = -1;
	for (size_t i = 0; i < t->nalt; i++) {
		const struct alt *a = &t->alt[i];
		struct insn in;
		int k;

		/* a jump over the body, patched away */
		if (!in_entry_text(c, a->site) ||
		    !decode(image_at(&c->im, a->site, a->len), a->len, a->site,
			    &in) || in.branch != BR_JMP ||
		    !gates_msr(&c->im, a))
			continue;
		for (k = 0; k < nvote && vote[k].id != a->cpuid; k++)
			;
		if (k == 16)
			continue;
		if (k == nvote)
			vote[nvote++].id = a->cpuid;
		vote[k].n++;
		if (best < 0 || vote[k].n > vote[best].n)
			best = k;
	}
	if (best < 0)
		return;
	t->gate_id = vote[best].id;
	t->gate = 0;
	t->gate = feat_index(c, FEAT_CPU, t->gate_id);
}

bool tables_read(struct check *c)
{
	c->t.gate = -1;
	if (!read_alts(c))
		return false;
	read_pv(c);
	read_labels(c);
	read_extable(c);
	sort(c->t.pv, c->t.npv, sizeof(*c->t.pv), pv_order);
	sort(c->t.extable, c->t.nextable, sizeof(*c->t.extable), by_value);
	find_gate(c);
	return orc_read(c);
}

void tables_free(struct tables *t)
{
	free(t->alt);
	free(t->pv);
	free(t->label);
	free(t->extable);
	free(t->orc);
	memset(t, 0, sizeof(*t));
}
