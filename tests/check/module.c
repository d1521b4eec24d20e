// SPDX-License-Identifier: GPL-2.0-only
/*
 * Modules beside the kernel, as its loader lays them out and links them. Trusts
 * nothing in the file.
 */
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/module.h"
#include "check/util.h"

#define AREA	0xffffffffa0000000ull	/* MODULES_VADDR, as of v4.15 */
#define MOST	(1ull << 24)	/* of one section */

static bool is_module(struct check *c, const struct module *m)
{
	GElf_Ehdr eh;

	if (m->elf && elf_kind(m->elf) == ELF_K_ELF &&
	    gelf_getclass(m->elf) == ELFCLASS64 && gelf_getehdr(m->elf, &eh) &&
	    eh.e_machine == EM_X86_64 && eh.e_type == ET_REL)
		return true;
	error_(c, "%s: no module for x86-64: give --module a .ko, not compressed",
	       m->path);
	return false;
}

/* One section more of the image, behind those before. */
static bool place_section(struct check *c, struct module *m, size_t i,
			  const GElf_Shdr *sh, const char *name)
{
	uint64_t align = sh->sh_addralign ? sh->sh_addralign : 1;
	struct image *im = &c->im;
	struct section *s;

	if (sh->sh_size > MOST || align > MOST || align & (align - 1) ||
	    (sh->sh_type != SHT_NOBITS &&
	     (sh->sh_offset > m->len || sh->sh_size > m->len - sh->sh_offset))) {
		error_(c, "%s: truncated: section %s ends behind the file",
		       m->path, name);
		return false;
	}
	if (!im->next)
		im->next = AREA;
	im->next = (im->next + align - 1) & ~(align - 1);
	m->addr[i] = im->next;
	im->next += sh->sh_size;
	s = &im->sec[im->nsec++];
	*s = (struct section){
		.name = name, .addr = m->addr[i], .size = sh->sh_size,
		.exec = sh->sh_flags & SHF_EXECINSTR,
		.write = sh->sh_flags & SHF_WRITE,
		.module = (uint8_t)im->nmod,
	};
	if (sh->sh_type != SHT_NOBITS)
		s->data = m->buf + sh->sh_offset;
	return true;
}

static bool place_sections(struct check *c, struct module *m)
{
	struct image *im = &c->im;
	Elf_Scn *scn = NULL;
	size_t shstr;
	GElf_Shdr sh;

	if (elf_getshdrnum(m->elf, &m->nsec) ||
	    elf_getshdrstrndx(m->elf, &shstr) || !m->nsec) {
		error_(c, "%s: no section headers: truncated?", m->path);
		return false;
	}
	m->addr = calloc(m->nsec, sizeof(*m->addr));
	im->sec = realloc(im->sec, (im->nsec + m->nsec) * sizeof(*im->sec));
	if (!m->addr || !im->sec)
		out_of_memory();
	while ((scn = elf_nextscn(m->elf, scn))) {
		const char *name;
		size_t i = elf_ndxscn(scn);

		if (i >= m->nsec || !gelf_getshdr(scn, &sh))
			break;
		name = elf_strptr(m->elf, shstr, sh.sh_name);
		if (sh.sh_flags & SHF_ALLOC && sh.sh_size &&
		    !place_section(c, m, i, &sh, name ? name : ""))
			return false;
	}
	return true;
}

/* Where it is; 0 for one of no section that was placed. */
static uint64_t value_of(const struct module *m, const GElf_Sym *gs)
{
	if (gs->st_shndx == SHN_ABS)
		return gs->st_value;
	if (gs->st_shndx >= m->nsec || !m->addr[gs->st_shndx])
		return 0;
	return m->addr[gs->st_shndx] + gs->st_value;
}

static bool add_symbols(struct check *c, struct module *m)
{
	struct image *im = &c->im;
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;
	GElf_Sym gs;
	size_t nsym;

	while ((scn = elf_nextscn(m->elf, scn)))
		if (gelf_getshdr(scn, &sh) && sh.sh_type == SHT_SYMTAB)
			{
			m->syms = elf_getdata(scn, NULL);
			m->strs = sh.sh_link;
		}
	if (!m->syms) {
		error_(c, "%s: no symbols: stripped?", m->path);
		return false;
	}
	nsym = ((Elf_Data *)m->syms)->d_size / sizeof(Elf64_Sym);
	im->sym = realloc(im->sym, (im->nsym + nsym) * sizeof(*im->sym));
	if (!im->sym)
		out_of_memory();
	for (size_t i = 1; i < nsym && gelf_getsym(m->syms, i, &gs); i++) {
		const char *name = elf_strptr(m->elf, m->strs, gs.st_name);
		int type = GELF_ST_TYPE(gs.st_info);

		if (type != STT_SECTION && type != STT_FILE && name && *name &&
		    is_plain(name) && strlen(name) <= MAX_SYMBOL &&
		    value_of(m, &gs))
			im->sym[im->nsym++] = (struct symbol){
				value_of(m, &gs), gs.st_size, name,
				type == STT_FUNC };
	}
	return true;
}

/* What a relocation is against. False: nobody has it, said. */
static bool resolve(struct check *c, const struct module *m, size_t sym,
		    uint64_t *val)
{
	const struct symbol *s;
	const char *name;
	GElf_Sym gs;

	if (!gelf_getsym(m->syms, sym, &gs)) {
		error_(c, "%s: a relocation has no symbol", m->path);
		return false;
	}
	*val = value_of(m, &gs);
	if (gs.st_shndx != SHN_UNDEF || !sym)
		return true;
	name = elf_strptr(m->elf, m->strs, gs.st_name);
	s = name ? symbol_named(&c->im, name) : NULL;
	if (s)
		*val = s->addr;
	else if (GELF_ST_BIND(gs.st_info) != STB_WEAK)
		error_(c, "%s needs %s, which is not there: give the module that has it by one more --module",
		       m->path, name ? name : "?");
	return !c->broken;
}

/* In place, as apply_relocate_add() of arch/x86/kernel/module.c. */
static bool apply(uint8_t *at, size_t room, uint64_t addr, unsigned int type,
		  uint64_t val)
{
	size_t size = type == R_X86_64_64 ? 8 : 4;

	if (room < size)
		return false;
	switch (type) {
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
		val -= addr;
		break;
	case R_X86_64_64:
	case R_X86_64_32:
	case R_X86_64_32S:
		break;
	default:
		return type == R_X86_64_NONE;
	}
	memcpy(at, &val, size);
	return true;
}

static bool relocate_section(struct check *c, struct module *m, Elf_Scn *scn,
			     const GElf_Shdr *sh)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	GElf_Shdr of;
	GElf_Rela r;

	if (!data || sh->sh_info >= m->nsec || !m->addr[sh->sh_info] ||
	    !gelf_getshdr(elf_getscn(m->elf, sh->sh_info), &of) ||
	    of.sh_type == SHT_NOBITS)
		return true;
	for (size_t i = 0; gelf_getrela(data, i, &r); i++) {
		uint64_t val;

		if (!resolve(c, m, GELF_R_SYM(r.r_info), &val))
			return false;
		if (r.r_offset >= of.sh_size ||
		    !apply(m->buf + of.sh_offset + r.r_offset,
			   of.sh_size - r.r_offset,
			   m->addr[sh->sh_info] + r.r_offset,
			   GELF_R_TYPE(r.r_info), val + r.r_addend)) {
			error_(c, "%s: a relocation of type %u that is not known, or behind its section",
			       m->path, (unsigned int)GELF_R_TYPE(r.r_info));
			return false;
		}
	}
	return true;
}

static bool relocate(struct check *c, struct module *m)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	while ((scn = elf_nextscn(m->elf, scn)))
		if (gelf_getshdr(scn, &sh) && sh.sh_type == SHT_RELA &&
		    !relocate_section(c, m, scn, &sh))
			return false;
	return true;
}

bool modules_open(struct check *c, const char *const *path, int n)
{
	struct image *im = &c->im;

	for (int i = 0; i < n; i++) {
		struct module *m = &im->mod[im->nmod++];

		m->path = path[i];
		m->buf = image_read(c, path[i], &m->len);
		if (!m->buf)
			return false;
		m->elf = elf_memory((char *)m->buf, m->len);
		if (!is_module(c, m) || !place_sections(c, m) ||
		    !add_symbols(c, m))
			return false;
	}
	if (n && !image_index(c))
		return false;
	for (int i = 0; i < n; i++)
		if (!relocate(c, &im->mod[i]))
			return false;
	return true;
}

void modules_close(struct image *im)
{
	for (int i = 0; i < im->nmod; i++) {
		elf_end(im->mod[i].elf);
		free(im->mod[i].buf);
		free(im->mod[i].addr);
	}
}
