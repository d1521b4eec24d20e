// SPDX-License-Identifier: GPL-2.0-only
/* The file: sections, symbols, bytes at an address. Trusts nothing in it. */
#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "check/check.h"

#define MAX_FILE (2ull << 30)

static int by_addr(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	if (x->func != y->func)
		return y->func - x->func;
	return strcmp(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
	const struct symbol *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static bool index_symbols(struct image *im)
{
	if (!im->nsym)
		return true;
	qsort(im->sym, im->nsym, sizeof(*im->sym), by_addr);
	free(im->byname);
	im->byname = malloc(im->nsym * sizeof(*im->byname));
	if (!im->byname)
		return false;
	for (size_t i = 0; i < im->nsym; i++)
		im->byname[i] = &im->sym[i];
	qsort(im->byname, im->nsym, sizeof(*im->byname), by_name);
	return true;
}

static bool add_section(struct check *c, Elf *elf, Elf_Scn *scn, size_t shstr)
{
	struct image *im = &c->im;
	struct section *s;
	GElf_Shdr sh;
	const char *name;

	if (!gelf_getshdr(scn, &sh)) {
		error_(c, "a section header cannot be read");
		return false;
	}
	name = elf_strptr(elf, shstr, sh.sh_name);
	if (!name)
		name = "";
	if (!strcmp(name, ".debug_line"))
		im->debug = true;
	if (!(sh.sh_flags & SHF_ALLOC) || !sh.sh_size)
		return true;
	if (sh.sh_addr + sh.sh_size < sh.sh_addr) {
		error_(c, "section %s wraps around: not a vmlinux", name);
		return false;
	}
	s = &im->sec[im->nsec++];
	s->name = name;
	s->addr = sh.sh_addr;
	s->size = sh.sh_size;
	s->exec = sh.sh_flags & SHF_EXECINSTR;
	if (sh.sh_type == SHT_NOBITS)
		return true;
	if (sh.sh_offset > im->len || sh.sh_size > im->len - sh.sh_offset) {
		error_(c, "truncated: section %s ends behind the file", name);
		return false;
	}
	s->data = im->buf + sh.sh_offset;
	return true;
}

static bool add_symbols(struct check *c, Elf *elf, Elf_Scn *scn)
{
	struct image *im = &c->im;
	GElf_Shdr sh;
	Elf_Data *data;
	size_t n;

	if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_SYMTAB)
		return true;
	data = elf_getdata(scn, NULL);
	if (!data || sh.sh_entsize != sizeof(Elf64_Sym)) {
		error_(c, "the symbol table cannot be read: truncated?");
		return false;
	}
	n = data->d_size / sizeof(Elf64_Sym);
	free(im->sym);
	im->nsym = 0;
	im->sym = calloc(n + 1, sizeof(*im->sym));
	if (!im->sym) {
		error_(c, "out of memory");
		return false;
	}
	for (size_t i = 1; i < n; i++) {
		const char *name;
		GElf_Sym gs;
		int type;

		if (!gelf_getsym(data, i, &gs))
			break;
		type = GELF_ST_TYPE(gs.st_info);
		if (type == STT_SECTION || type == STT_FILE ||
		    gs.st_shndx == SHN_UNDEF)
			continue;
		name = elf_strptr(elf, sh.sh_link, gs.st_name);
		if (!name || !*name)
			continue;
		im->sym[im->nsym++] = (struct symbol){ gs.st_value, gs.st_size,
			name, type == STT_FUNC };
	}
	return true;
}

static void find_version(struct image *im)
{
	const struct symbol *s = symbol_named(im, "linux_banner");
	size_t room = s ? image_room(im, s->addr) : 0;
	char text[32];

	if (room < sizeof(text))
		return;
	memcpy(text, image_at(im, s->addr, sizeof(text)), sizeof(text));
	text[sizeof(text) - 1] = 0;
	if (sscanf(text, "Linux version %d.%d", &im->major, &im->minor) != 2)
		im->major = im->minor = 0;
}

/* Takes buf over, whatever it returns. */
bool image_parse(struct check *c, uint8_t *buf, size_t len)
{
	struct image *im = &c->im;
	Elf_Scn *scn = NULL;
	size_t shstr, nsh;
	GElf_Ehdr eh;
	Elf *elf;

	im->buf = buf;
	im->len = len;
	elf_version(EV_CURRENT);
	if (len < sizeof(Elf64_Ehdr) || memcmp(buf, ELFMAG, SELFMAG)) {
		error_(c, "not an ELF file: give it vmlinux, not bzImage or vmlinuz (tests/extract.sh takes those apart)");
		return false;
	}
	if (buf[EI_CLASS] != ELFCLASS64) {
		error_(c, "32-bit ELF: only x86-64 kernels are judged");
		return false;
	}
	elf = elf_memory((char *)buf, len);
	im->elf = elf;
	if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &eh)) {
		error_(c, "broken ELF header: %s", elf_errmsg(-1));
		return false;
	}
	if (eh.e_machine != EM_X86_64 || buf[EI_DATA] != ELFDATA2LSB) {
		error_(c, "not for x86-64 (machine %d)", eh.e_machine);
		return false;
	}
	if (eh.e_type != ET_EXEC) {
		error_(c, "not a linked kernel (ELF type %d): give it vmlinux, not an object file",
		       eh.e_type);
		return false;
	}
	if (elf_getshdrnum(elf, &nsh) || elf_getshdrstrndx(elf, &shstr) || !nsh) {
		error_(c, "no section headers: truncated or stripped of them");
		return false;
	}
	im->sec = calloc(nsh + 1, sizeof(*im->sec));
	if (!im->sec) {
		error_(c, "out of memory");
		return false;
	}
	while ((scn = elf_nextscn(elf, scn)) && im->nsec < nsh)
		if (!add_section(c, elf, scn, shstr) ||
		    !add_symbols(c, elf, scn))
			return false;
	if (!index_symbols(im)) {
		error_(c, "out of memory");
		return false;
	}
	find_version(im);
	return true;
}

static uint8_t *read_file(struct check *c, const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	uint8_t *buf = NULL;
	struct stat st;

	if (!f || fstat(fileno(f), &st)) {
		error_(c, "%s: %s", path, strerror(errno));
	} else if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size > MAX_FILE) {
		error_(c, "%s: not a file of less than 2 GiB", path);
	} else {
		*len = st.st_size;
		buf = malloc(*len + 1);
		if (!buf || fread(buf, 1, *len, f) != *len) {
			error_(c, "%s: cannot be read", path);
			free(buf);
			buf = NULL;
		} else {
			buf[*len] = 0;
		}
	}
	if (f)
		fclose(f);
	return buf;
}

bool image_open(struct check *c, const char *path)
{
	size_t len;
	uint8_t *buf = read_file(c, path, &len);

	return buf && image_parse(c, buf, len);
}

/* System.map or kallsyms: "ffffffff81000000 T _text", and nothing of modules. */
bool image_symbols(struct check *c, const char *path)
{
	struct image *im = &c->im;
	size_t len, cap = 0;
	char *p, *next;

	free(im->strings);
	im->strings = (char *)read_file(c, path, &len);
	if (!im->strings)
		return false;
	free(im->sym);
	im->sym = NULL;
	im->nsym = 0;
	for (p = im->strings; *p; p = next) {
		struct symbol s = { 0 };
		char *end;

		next = p + strcspn(p, "\n");
		if (*next)
			*next++ = 0;
		s.addr = strtoull(p, &end, 16);
		if (end != p + 16 || *end != ' ' || !end[1] || end[2] != ' ')
			continue;
		if (strchr(end + 3, '['))
			continue;
		s.name = end + 3;
		s.func = strchr("tTwW", end[1]);
		if (im->nsym == cap)
			im->sym = grow(im->sym, im->nsym, &cap, sizeof(s));
		im->sym[im->nsym++] = s;
	}
	if (!im->nsym) {
		error_(c, "%s: no line like \"ffffffff81000000 T _text\" in it",
		       path);
		return false;
	}
	if (!index_symbols(im)) {
		error_(c, "out of memory");
		return false;
	}
	find_version(im);
	return true;
}

void image_close(struct image *im)
{
	if (im->elf)
		elf_end(im->elf);
	free(im->buf);
	free(im->strings);
	free(im->sec);
	free(im->sym);
	free(im->byname);
	memset(im, 0, sizeof(*im));
}

const struct section *section_of(const struct image *im, uint64_t addr)
{
	for (size_t i = 0; i < im->nsec; i++)
		if (addr - im->sec[i].addr < im->sec[i].size &&
		    im->sec[i].addr >> 32)
			return &im->sec[i];
	return NULL;
}

const struct section *section_named(const struct image *im, const char *name)
{
	for (size_t i = 0; i < im->nsec; i++)
		if (!strcmp(im->sec[i].name, name))
			return &im->sec[i];
	return NULL;
}

size_t image_room(const struct image *im, uint64_t addr)
{
	const struct section *s = section_of(im, addr);

	return s && s->data ? s->addr + s->size - addr : 0;
}

const uint8_t *image_at(const struct image *im, uint64_t addr, size_t len)
{
	const struct section *s = section_of(im, addr);

	if (!s || !s->data || len > s->addr + s->size - addr)
		return NULL;
	return s->data + (addr - s->addr);
}

static size_t last_before(const struct image *im, uint64_t addr)
{
	size_t lo = 0, hi = im->nsym;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (im->sym[mid].addr <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Section bounds and the like name no code. */
static bool marker(const char *name)
{
	size_t n = strlen(name);

	return !strncmp(name, "__start", 7) || !strncmp(name, "__end", 5) ||
	       !strncmp(name, "__stop", 6) ||
	       (n > 11 && !strcmp(name + n - 11, "_text_start")) ||
	       (n > 9 && !strcmp(name + n - 9, "_text_end")) ||
	       !strcmp(name, "_entry_trampoline") || name[0] == '.' ||
	       !strcmp(name, "_etext") || !strcmp(name, "_text") ||
	       !strcmp(name, "_stext") || !strcmp(name, "_sinittext") ||
	       !strncmp(name, "__cfi_", 6) || !strncmp(name, "__pfx_", 6);
}

const struct symbol *symbol_at(const struct image *im, uint64_t addr)
{
	size_t i = last_before(im, addr);
	const struct symbol *best = NULL;

	while (i-- > 0) {
		const struct symbol *s = &im->sym[i];

		if (best && s->addr != best->addr)
			break;
		if (!marker(s->name))
			best = s;
	}
	return best;
}

const struct symbol *function_at(const struct image *im, uint64_t addr)
{
	size_t i = last_before(im, addr);

	while (i-- > 0) {
		const struct symbol *s = &im->sym[i];

		if (addr - s->addr > 0x40000)
			return NULL;
		if (s->func && !marker(s->name) &&
		    (!s->size || addr - s->addr < s->size))
			return symbol_at(im, s->addr);
	}
	return NULL;
}

const struct symbol *symbol_named(const struct image *im, const char *name)
{
	size_t lo = 0, hi = im->nsym;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = strcmp(im->byname[mid]->name, name);

		if (!d)
			return im->byname[mid];
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const char *place(const struct image *im, uint64_t addr, char *buf, size_t len)
{
	const struct symbol *s = symbol_at(im, addr);

	if (!s || addr - s->addr > 0x100000)
		snprintf(buf, len, "0x%llx", (unsigned long long)addr);
	else
		snprintf(buf, len, "%s+0x%llx", s->name,
			 (unsigned long long)(addr - s->addr));
	return buf;
}
