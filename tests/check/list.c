// SPDX-License-Identifier: GPL-2.0-only
/* Lists: entry points, instructions, alternatives. */
#include <Zydis/Zydis.h>
#include <string.h>

#include "check/check.h"
#include "check/decode.h"
#include "check/list.h"

/* As --entry and --list name them. */
const char *entry_kind(const struct entry *e)
{
	static const char *const kinds[] = { "syscall", "gate", "ist", "leave",
					     "function", "xen", "vmexit", "vmenter",
					     "switch" };

	return kinds[e->kind];
}

void list_entries(struct check *c)
{
	char name[PLACE_LEN];

	for (size_t i = 0; i < c->en.n; i++)
		printf("%llx %-8s %s%s%s\n",
		       (unsigned long long)c->en.entry[i].addr,
		       entry_kind(&c->en.entry[i]), c->en.entry[i].name,
		       c->en.entry[i].error_code ? " (error code)" : "",
		       c->en.entry[i].trap ? " (trap gate)" : "");
	for (size_t i = 0; i < c->en.nalike; i++)
		printf("%llx %-8s %s\n",
		       (unsigned long long)c->en.alike[i], "alike",
		       place(&c->im, c->en.alike[i], name, sizeof(name)));
}

/* The instruction at addr and its text. False: there is none. */
static bool text_at(const struct image *im, uint64_t addr, struct insn *in,
		    char *buf, size_t len)
{
	const uint8_t *p = image_at(im, addr, 1);

	if (!decode(p, image_room(im, addr), addr, in)) {
		snprintf(buf, len, "(bad)");
		return false;
	}
	if (in->op == ZYDIS_MNEMONIC_NOP)
		snprintf(buf, len, "nop");
	else
		decode_text(im, in, p, buf, len);
	return true;
}

static void list_range(const struct image *im, const struct range *r)
{
	char name[PLACE_LEN], text[TEXT_LEN];
	struct insn in;

	for (uint64_t at = r->lo; at < r->hi; at += in.len) {
		if (!text_at(im, at, &in, text, sizeof(text)))
			in.len = 1;
		printf("insn\t%llx\t%s\t%s\t%s\n", (unsigned long long)at,
		       place(im, at, name, sizeof(name)), text, r->name);
	}
}

static void list_alt(const struct image *im, const struct alt *a)
{
	char name[PLACE_LEN], text[TEXT_LEN], target[24] = "-";
	struct insn in;

	if (text_at(im, a->site, &in, text, sizeof(text)) && in.target)
		snprintf(target, sizeof(target), "%llx",
			 (unsigned long long)in.target);
	printf("alt\t%llx\t%s\t%u\t%u\t%u\t%s\t%s\n",
	       (unsigned long long)a->site,
	       place(im, a->site, name, sizeof(name)), a->cpuid, a->len,
	       a->rlen, text, target);
}

void list_insns(struct check *c)
{
	for (int i = 0; i < c->lay.ntext; i++)
		list_range(&c->im, &c->lay.text[i]);
	for (size_t i = 0; i < c->t.nalt; i++)
		list_alt(&c->im, &c->t.alt[i]);
}
