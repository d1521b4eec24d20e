// SPDX-License-Identifier: GPL-2.0-only
/* The instruction at an address, as patched for a choice of features. */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/fetch.h"
#include "check/util.h"

#define NDECODED	4096

struct decoded {
	const uint8_t *bytes;		/* of the image, so they stay */
	struct insn in;
	uint64_t plain;			/* nothing is patched at this address */
};

static struct decoded *met(struct check *c, uint64_t at)
{
	if (!c->decoded)
		c->decoded = calloc(NDECODED, sizeof(*c->decoded));
	if (!c->decoded)
		out_of_memory();
	return &c->decoded[at % NDECODED];
}

/* Each instruction of the entry text is walked a hundred times and more. */
static bool decode_once(struct check *c, const uint8_t *p, size_t len,
			uint64_t addr, struct insn *in)
{
	struct decoded *d = met(c, (uintptr_t)p);

	if (!p || d->bytes != p || d->in.addr != addr) {
		d->bytes = NULL;
		if (!decode(p, len, addr, &d->in))
			return false;
		d->bytes = p;
	}
	*in = d->in;
	return true;
}

static const uint8_t nop_byte[] = { 0x90 };

static void fill(struct fetch *out, uint64_t ip, uint64_t next)
{
	decode(nop_byte, 1, ip, &out->in);
	out->bytes = nop_byte;
	out->next = next;
	out->patched = true;
}

/* --- paravirt: what native_patch() writes over a call through pv_*_ops --- */
static const struct native {
	const char *name;
	const char *bytes;
	int len;
} natives[] = {
	{ "native_swapgs", "\x0f\x01\xf8", 3 },
	{ "native_irq_disable", "\xfa", 1 },
	{ "native_irq_enable", "\xfb", 1 },
	{ "native_save_fl", "\x9c\x58", 2 },
	{ "native_restore_fl", "\x57\x9d", 2 },
	{ "native_usergs_sysret64", "\x0f\x01\xf8\x48\x0f\x07", 6 },
	{ "native_read_cr2", "\x0f\x20\xd0", 3 },
	{ "native_read_cr3", "\x0f\x20\xd8", 3 },
	{ "native_write_cr3", "\x0f\x22\xdf", 3 },
	{ "native_wbinvd", "\x0f\x09", 2 },
	{ "_paravirt_nop", "", 0 },
	{ "paravirt_nop", "", 0 },
	{ "_paravirt_ident_64", "\x48\x89\xf8", 3 },
	{ "_paravirt_ident_32", "\x89\xf8", 2 },
};

/* The call or jump within the site, and what its slot points to at boot. */
static bool pv_target(const struct image *im, const struct pvsite *s,
		      struct insn *in, uint64_t *target)
{
	for (unsigned int off = 0; off < s->len; off += in->len) {
		const uint8_t *p = image_at(im, s->site + off, s->len - off);
		const uint8_t *slot;

		if (!decode(p, s->len - off, s->site + off, in))
			return false;
		if (in->branch != BR_CALL_IND && in->branch != BR_JMP_IND)
			continue;
		if (in->o[0].kind != OP_MEM || !in->o[0].abs || in->o[0].gs)
			return false;
		slot = image_at(im, in->o[0].disp, 8);
		if (!slot)
			return false;
		memcpy(target, slot, 8);
		return true;
	}
	return false;
}

static const struct native *native_of(const struct image *im, uint64_t addr)
{
	const struct symbol *s = symbol_at(im, addr);

	if (!s || s->addr != addr)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(natives); i++)
		if (!strcmp(natives[i].name, s->name))
			return &natives[i];
	return NULL;
}

/* A site without a call (SWAPGS_UNSAFE_STACK) already is what it becomes. */
static enum fetched fetch_pv(struct check *c, const struct pvsite *s,
			     uint64_t ip, struct fetch *out)
{
	uint64_t end = s->site + s->len, off = ip - s->site, target;
	const struct native *n;
	struct insn in;

	if (!pv_target(&c->im, s, &in, &target))
		return FETCH_BAD;
	n = native_of(&c->im, target);
	if (!n) {
		if (off) {
			fill(out, ip, end);
			return FETCH_OK;
		}
		in.addr = ip;
		in.branch = in.branch == BR_CALL_IND ? BR_CALL : BR_JMP;
		in.target = target;
		in.nop = in.nvisible = 0;
		out->in = in;
		out->bytes = image_at(&c->im, s->site, 1);
		out->next = end;
		out->patched = true;
		return FETCH_OK;
	}
	if (off >= (uint64_t)n->len) {
		fill(out, ip, end);
		return FETCH_OK;
	}
	out->bytes = (const uint8_t *)n->bytes + off;
	if (!decode(out->bytes, n->len - off, ip, &out->in))
		return FETCH_BAD;
	out->next = ip + out->in.len;
	out->patched = true;
	return FETCH_OK;
}

/* --- jump labels --------------------------------------------------------- */
/* How the feature was decided, and a note that it was walked so. */
static bool is_on(struct check *c, const struct fvec *f, int i)
{
	bool on = f->val >> i & 1;

	c->ft.feat[i].on |= on;
	c->ft.feat[i].off |= !on;
	return on;
}

static enum fetched fetch_label(struct check *c, const struct label *l,
				const struct fvec *f, struct fetch *out)
{
	int i = feat_index(c, FEAT_LABEL, l->key & ~3ull);
	uint64_t next;

	if (!(f->known >> i & 1)) {
		out->undecided = i;
		return FETCH_UNDECIDED;
	}
	if (!decode_at(&c->im, l->site, &out->in))
		return FETCH_BAD;
	next = l->site + out->in.len;
	fill(out, l->site, next);
	if (is_on(c, f, i) ^ (l->key & 1)) {
		out->in.branch = BR_JMP;
		out->in.target = l->target;
	}
	return FETCH_OK;
}

/* --- alternatives -------------------------------------------------------- */
/* Entries of a site are applied in order, so the last one that is on wins. */
static enum fetched choose(struct check *c, size_t first, size_t n,
			   const struct fvec *f, const struct alt **chosen,
			   struct fetch *out)
{
	*chosen = NULL;
	while (n-- > 0) {
		const struct alt *a = &c->t.alt[first + n];
		int i = feat_index(c, FEAT_CPU, a->cpuid);

		if (!(f->known >> i & 1)) {
			out->undecided = i;
			return FETCH_UNDECIDED;
		}
		if (is_on(c, f, i) ^ a->inv) {
			*chosen = a;
			return FETCH_OK;
		}
	}
	return FETCH_OK;
}

/*
 * The replacement calls BUG_func, a stand-in: the call goes to what the pointer
 * holds by which the site calls. nop_func is what is never called.
 */
static enum fetched fetch_direct(struct check *c, const struct alt *a,
				 uint64_t ip, struct fetch *out)
{
	const uint8_t *p = image_at(&c->im, a->site, 6), *slot;
	const struct symbol *to;

	if (ip != a->site || a->rlen != 5 || !p || memcmp(p, "\xff\x15", 2))
		return FETCH_BAD;
	slot = image_at(&c->im, ip + 6 + (int32_t)get32(p + 2), 8);
	out->bytes = image_at(&c->im, a->repl, a->rlen);
	if (!slot || !decode(out->bytes, a->rlen, ip, &out->in) ||
	    out->in.branch != BR_CALL)
		return FETCH_BAD;
	out->in.target = get64(slot);
	to = symbol_at(&c->im, out->in.target);
	out->next = ip + out->in.len;
	out->patched = true;
	if (to && to->addr == out->in.target && !strcmp(to->name, "nop_func"))
		fill(out, ip, a->site + a->len);
	return FETCH_OK;
}

static enum fetched fetch_alt(struct check *c, const struct alt *a,
			      uint64_t ip, struct fetch *out)
{
	uint64_t off = ip - a->site, from = a->repl + off;

	if (a->direct && off < a->rlen)
		return fetch_direct(c, a, ip, out);
	if (off >= a->rlen) {
		fill(out, ip, a->site + a->len);
		return FETCH_OK;
	}
	out->bytes = image_at(&c->im, from, a->rlen - off);
	if (!decode_once(c, out->bytes, a->rlen - off, from, &out->in))
		return FETCH_BAD;
	out->in.addr = ip;
	out->next = ip + out->in.len;
	out->patched = true;
	/* A branch within the replacement moves with it, one out of it is
	 * adjusted: either way it is where the linker had it.
	 */
	if (out->in.target && out->in.target - a->repl <= a->rlen)
		out->in.target += a->site - a->repl;
	return FETCH_OK;
}

/* What is patched there, if anything: FETCH_OK with no bytes where not. */
static enum fetched fetch_patched(struct check *c, uint64_t ip,
				  const struct fvec *f, struct fetch *out)
{
	const struct pvsite *pv = pv_at(&c->t, ip);
	const struct label *l = label_at(&c->t, ip);
	const struct alt *a = NULL;
	enum fetched r;
	size_t first, n;

	out->bytes = NULL;
	if (pv && fetch_pv(c, pv, ip, out) == FETCH_OK) {
		out->pv = true;
		return FETCH_OK;
	}
	out->bytes = NULL;
	if (l)
		return fetch_label(c, l, f, out);
	n = alts_at(&c->t, ip, &first);
	if (n) {
		r = choose(c, first, n, f, &a, out);
		if (r == FETCH_OK && a)
			r = fetch_alt(c, a, ip, out);
		return r;
	}
	if (!pv)
		met(c, ip)->plain = ip;
	return FETCH_OK;
}

enum fetched fetch(struct check *c, uint64_t ip, const struct fvec *f,
		   struct fetch *out)
{
	enum fetched r;

	out->patched = out->pv = false;
	if (met(c, ip)->plain != ip) {
		r = fetch_patched(c, ip, f, out);
		if (r != FETCH_OK || out->bytes)
			return r;
	}
	out->bytes = image_at(&c->im, ip, 1);
	if (!decode_once(c, out->bytes, image_room(&c->im, ip), ip, &out->in))
		return FETCH_BAD;
	out->next = ip + out->in.len;
	return FETCH_OK;
}
