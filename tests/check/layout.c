// SPDX-License-Identifier: GPL-2.0-only
/* The layout, from the linker's symbols. */
#include "check/check.h"

#define MAX_TEXT	(1 << 20)	/* v4.15 has 8 KiB */

static void add_range(struct check *c, const char *name, const char *from,
		      const char *to, bool follow)
{
	const struct symbol *a = symbol_named(&c->im, from);
	const struct symbol *b = symbol_named(&c->im, to);
	struct layout *l = &c->lay;

	if (a && b && b->addr > a->addr && b->addr - a->addr < MAX_TEXT)
		l->text[l->ntext++] = (struct range){ a->addr, b->addr, follow,
						      name };
	else if (a && b && b->addr != a->addr)
		error_(c, "%s and %s: no %s text between them", from, to, name);
}

/* The SYSCALL trampoline, where it has a page of its own (v4.15 to v4.19). */
static void add_trampoline(const struct image *im, struct layout *l)
{
	const struct symbol *s = symbol_named(im, "entry_SYSCALL_64_trampoline");
	size_t size;

	if (!s)
		return;
	size = s->size ? s->size : image_room(im, s->addr);
	if (size > 0x200)
		size = 0x200;
	l->tramp = s->addr & ~0xfffull;
	l->tramp_end = l->tramp + 0x1000;
	if (!in_range(l->tramp, l->text[0].lo, l->text[0].hi))
		l->text[l->ntext++] = (struct range){ s->addr,
			s->addr + size, true,
			"trampoline" };
}

static uint64_t addr_of(struct check *c, const char *name)
{
	const struct symbol *s = symbol_named(&c->im, name);

	return s ? s->addr : 0;
}

bool layout_read(struct check *c)
{
	struct image *im = &c->im;
	struct layout *l = &c->lay;

	if (!im->nsym) {
		error_(c, "stripped: no symbols; give them by --symbols (System.map, or /proc/kallsyms of a boot with nokaslr)");
		return false;
	}
	add_range(c, "entry", "__entry_text_start", "__entry_text_end", true);
	if (!l->ntext) {
		error_(c, "no __entry_text_start and __entry_text_end: not a v4.15 or later x86-64 vmlinux");
		return false;
	}
	if (!image_at(im, l->text[0].lo, l->text[0].hi - l->text[0].lo)) {
		error_(c, "the entry text is not in the file: not a whole vmlinux, or not its symbols");
		return false;
	}
	add_range(c, "irqentry", "__irqentry_text_start",
		  "__irqentry_text_end", false);
	add_trampoline(im, l);
	l->series = symbol_named(im, "x86_spec_ctrl_kernel");
	l->tss = addr_of(c, "cpu_tss_rw");
	l->tss_end = l->tss ? l->tss + 0x1000 : 0;
	l->top_of_stack = addr_of(c, "cpu_current_top_of_stack");
	if (!l->top_of_stack && l->tss)
		l->top_of_stack = l->tss + 12;	/* sp1, v4.15 */
	return true;
}

bool in_entry_text(const struct check *c, uint64_t addr)
{
	for (int i = 0; i < c->lay.ntext; i++)
		if (in_range(addr, c->lay.text[i].lo, c->lay.text[i].hi))
			return true;
	return false;
}
