// SPDX-License-Identifier: GPL-2.0-only
/* Features by number and by name, and the gate. */
#include <Zydis/Zydis.h>
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/told.h"
#include "check/util.h"

#define NO_FEATURE	UINT32_MAX
#define MOVED_GATE	(7 * 32 + 12)

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
	{ "rsb_ctxsw", 4, 15, 7 * 32 + 19 },
	{ "rsb_vmexit", 4, 15, 7 * 32 + 20 },
	{ "rsb_vmexit", 5, 19, 7 * 32 + 13 },
	{ "retpoline", 5, 19, 11 * 32 + 12 },
	{ "retpoline_amd", 5, 19, 11 * 32 + 13 },
	{ "smap", 4, 15, 9 * 32 + 20 },
	{ "pcid", 4, 15, 4 * 32 + 17 },
	/* IBRS in use and PTI off: the series' own, a number taken since */
	{ "ibrs_no_pti", 4, 15, 7 * 32 + 30 },
	{ "ibrs_no_pti", 4, 16, NO_FEATURE },
	/* those that only the image tells */
	{ "fence_swapgs_user", 4, 15, NO_FEATURE },
	{ "fence_swapgs_kernel", 4, 15, NO_FEATURE },
	{ "unret", 4, 15, NO_FEATURE },
	{ "entry_ibpb", 4, 15, NO_FEATURE },
	{ "clear_cpu_buf", 4, 15, NO_FEATURE },
	{ "clear_bhb_loop", 4, 15, NO_FEATURE },
	{ "call_depth", 6, 2, 11 * 32 + 19 },
	{ "srso", 6, 1, 11 * 32 + 24 },
	{ "srso_alias", 6, 1, 11 * 32 + 25 },
};

/*
 * v5.19 gave RETPOLINE's number to the gate, and so did the stable kernels that
 * its series went back to: what stands behind it in the image says so, the
 * version does not.
 */
static bool moved(const struct check *c, const struct hidden *h)
{
	return h->major == 5 && h->minor == 19 && c->ft.gate >= 0 &&
	       c->ft.gate_id == MOVED_GATE;
}

static bool hidden_id(const struct check *c, const char *name, uint64_t *id)
{
	const struct image *im = &c->im;
	/* where it does not say which kernel it is: v4.15 */
	int major = im->major ? im->major : 4;
	int minor = im->major ? im->minor : 15;
	bool ok = false;

	if (told_id(c, name, id))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(hidden); i++) {
		const struct hidden *h = &hidden[i];

		if (strcmp(h->name, name) ||
		    (!moved(c, h) && (h->major > major ||
		     (h->major == major && h->minor > minor))))
			continue;
		*id = h->id;
		ok = h->id != NO_FEATURE;
	}
	return ok;
}

bool feat_by_version(const struct check *c, const struct feat *f)
{
	/* CPUID's own, and one that each kernel has */
	static const char *const fixed[] = { "always", "smap", "pcid" };
	uint64_t id;

	for (size_t i = 0; i < ARRAY_SIZE(fixed); i++)
		if (!strcmp(f->name, fixed[i]))
			return false;
	return f->kind == FEAT_CPU && !told_id(c, f->name, &id) &&
	       hidden_id(c, f->name, &id) && id == f->id;
}

/* As /proc/cpuinfo has it, else by number. */
static void name_shown(struct check *c, struct feat *f)
{
	const struct symbol *s = symbol_named(&c->im, "x86_cap_flags");
	const uint8_t *p = s ? image_at(&c->im, s->addr + f->id * 8, 8) : NULL;
	char text[32] = "";

	snprintf(f->name, sizeof(f->name), "%u*32+%u",
		 (unsigned int)f->id / 32, (unsigned int)f->id % 32);
	if (p && get64(p) && image_room(&c->im, get64(p)) >= sizeof(text))
		memcpy(text, image_at(&c->im, get64(p), sizeof(text)),
		       sizeof(text));
	if (*text && memchr(text, 0, sizeof(text)) && is_plain(text))
		snprintf(f->name, sizeof(f->name), "%s", text);
}

const char *feat_known(const struct check *c, uint64_t id)
{
	uint64_t known;

	for (size_t i = 0; i < ARRAY_SIZE(hidden); i++)
		if (hidden_id(c, hidden[i].name, &known) && known == id)
			return hidden[i].name;
	return NULL;
}

static void name_feat(struct check *c, struct feat *f)
{
	const struct symbol *s;
	const char *known = feat_known(c, f->id);

	if (f->kind == FEAT_LABEL) {
		s = symbol_at(&c->im, f->id);
		snprintf(f->name, sizeof(f->name), "label:%s",
			 s ? s->name : "?");
		return;
	}
	if (c->ft.gate >= 0 && f->id == c->ft.gate_id) {
		snprintf(f->name, sizeof(f->name), "ibrs");
		return;
	}
	if (known)
		snprintf(f->name, sizeof(f->name), "%s", known);
	else
		name_shown(c, f);
}

int feat_index(struct check *c, enum feat_kind kind, uint64_t id)
{
	struct features *ft = &c->ft;
	int i;

	for (i = 0; i < ft->n; i++)
		if (ft->feat[i].kind == kind && ft->feat[i].id == id)
			return i;
	if (ft->n == MAX_FEAT) {
		error_(c, "more than %d features on the entry paths", MAX_FEAT);
		return MAX_FEAT - 1;
	}
	ft->feat[i].kind = kind;
	ft->feat[i].id = id;
	name_feat(c, &ft->feat[i]);
	ft->n++;
	return i;
}

int feat_named(struct check *c, const char *name)
{
	uint64_t id;

	return hidden_id(c, name, &id) ? feat_index(c, FEAT_CPU, id) : -1;
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

		if (!decode_at(im, p, &in))
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

/* A jump over the code of the gate, patched away where IBRS is in use. */
static bool gates_msr(const struct check *c, const struct alt *a)
{
	uint64_t after = a->site + a->len;
	struct insn in;

	if (!in_entry_text(c, a->site) ||
	    !decode(image_at(&c->im, a->site, a->len), a->len, a->site, &in) ||
	    in.branch != BR_JMP)
		return false;
	return (a->rlen && loads_msr(&c->im, a->repl, a->repl + a->rlen)) ||
	       loads_msr(&c->im, after, after + 40);
}

/* The feature that most such sites ask for; there may be stray ones. */
void gate_find(struct check *c)
{
	struct { uint64_t id; int n; } vote[16] = { { 0, 0 } };
	int nvote = 0, best = -1;

	c->ft.gate = -1;
	for (size_t i = 0; i < c->t.nalt; i++) {
		const struct alt *a = &c->t.alt[i];
		int k = 0;

		if (!gates_msr(c, a))
			continue;
		while (k < nvote && vote[k].id != a->cpuid)
			k++;
		if (k == (int)ARRAY_SIZE(vote)) {
			error_(c, "the MSR is set up under more than %d features: none is the gate",
			       k);
			return;
		}
		if (k == nvote)
			vote[nvote++].id = a->cpuid;
		vote[k].n++;
		if (best < 0 || vote[k].n > vote[best].n)
			best = k;
	}
	if (best < 0)
		return;
	c->ft.gate_id = vote[best].id;
	c->ft.gate = 0;		/* for its name */
	c->ft.gate = feat_index(c, FEAT_CPU, c->ft.gate_id);
}
