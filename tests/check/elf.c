// SPDX-License-Identifier: GPL-2.0-only
/* Sections, symbols and bytes out of a file. Trusts nothing in it. */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check/check.h"
#include "check/util.h"

#define MAX_FILE (2ull << 30)

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
	s->write = sh.sh_flags & SHF_WRITE;
	if (sh.sh_type == SHT_NOBITS)
		return true;
	if (sh.sh_offset > im->len || sh.sh_size > im->len - sh.sh_offset) {
		error_(c, "truncated: section %s ends behind the file", name);
		return false;
	}
	s->data = im->buf + sh.sh_offset;
	return true;
}

/* Names go into messages and columns as they are. */
static bool is_symbol(struct check *c, const char *name)
{
	size_t len = strlen(name);

	if (len > MAX_SYMBOL)
		error_(c, "the name of a symbol has %zu characters, and no more than %d are read: not a kernel's symbols?",
		       len, MAX_SYMBOL);
	else if (!is_plain(name))
		error_(c, "the name of a symbol is not printable: damaged? Take another copy");
	else
		return true;
	return false;
}

/* A symbol that names a place: not a section's, a file's, another object's. */
static bool add_symbol(struct check *c, const GElf_Sym *gs, const char *name)
{
	int type = GELF_ST_TYPE(gs->st_info);
	struct image *im = &c->im;

	if (type == STT_SECTION || type == STT_FILE ||
	    gs->st_shndx == SHN_UNDEF || !name || !*name)
		return true;
	if (!is_symbol(c, name))
		return false;
	im->sym[im->nsym++] = (struct symbol){ gs->st_value, gs->st_size, name,
					       type == STT_FUNC };
	return true;
}

static bool add_symbols(struct check *c, Elf *elf, Elf_Scn *scn)
{
	struct image *im = &c->im;
	GElf_Shdr sh;
	GElf_Sym gs;
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
	for (size_t i = 1; i < n && gelf_getsym(data, i, &gs); i++)
		if (!add_symbol(c, &gs, elf_strptr(elf, sh.sh_link,
						   gs.st_name)))
			return false;
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

bool image_index(struct check *c)
{
	if (!symbols_index(&c->im)) {
		error_(c, "out of memory");
		return false;
	}
	find_version(&c->im);
	return true;
}

/* Is it a linked x86-64 kernel? If not, one line says what it is. */
static bool is_kernel(struct check *c, Elf *elf)
{
	const uint8_t *ident = c->im.buf;
	GElf_Ehdr eh;

	if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &eh)) {
		error_(c, "broken ELF header: %s", elf_errmsg(-1));
		return false;
	}
	if (eh.e_machine != EM_X86_64 || ident[EI_DATA] != ELFDATA2LSB) {
		error_(c, "not for x86-64 (machine %d)", eh.e_machine);
		return false;
	}
	if (eh.e_type != ET_EXEC) {
		error_(c, "not a linked kernel (ELF type %d): give it vmlinux, not an object file",
		       eh.e_type);
		return false;
	}
	return true;
}

static bool read_sections(struct check *c, Elf *elf)
{
	struct image *im = &c->im;
	Elf_Scn *scn = NULL;
	size_t shstr, nsh;

	if (elf_getshdrnum(elf, &nsh) || elf_getshdrstrndx(elf, &shstr) ||
	    !nsh) {
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
	return true;
}

bool image_parse(struct check *c, uint8_t *buf, size_t len)
{
	struct image *im = &c->im;
	Elf *elf;

	im->buf = buf;
	im->len = len;
	elf_version(EV_CURRENT);
	if (len < sizeof(Elf64_Ehdr) || memcmp(buf, ELFMAG, SELFMAG)) {
		error_(c, "not an ELF file: give it vmlinux, not bzImage or vmlinuz (build/tools/extract takes those apart)");
		return false;
	}
	if (buf[EI_CLASS] != ELFCLASS64) {
		error_(c, "32-bit ELF: only x86-64 kernels are judged");
		return false;
	}
	elf = elf_memory((char *)buf, len);
	im->elf = elf;
	if (!is_kernel(c, elf) || !read_sections(c, elf))
		return false;
	return image_index(c);
}

/* Why fd cannot be read as a file; NULL where it can. */
static const char *unreadable(int fd, struct stat *st)
{
	if (fd < 0 || fstat(fd, st))
		return strerror(errno);
	if (S_ISDIR(st->st_mode))
		return "a directory: give it the vmlinux in it";
	if (!S_ISREG(st->st_mode))
		return "not a regular file: copy it to one";
	if ((uint64_t)st->st_size > MAX_FILE)
		return "more than 2 GiB: not a vmlinux";
	return NULL;
}

/* All of fd in memory and a 0 behind it; NULL where it cannot be had. */
static uint8_t *slurp(int fd, size_t len)
{
	uint8_t *buf = malloc(len + 1);
	ssize_t n;

	for (size_t have = 0; buf && have < len; have += n) {
		n = read(fd, buf + have, len - have);
		if (n <= 0) {
			free(buf);
			return NULL;
		}
	}
	if (buf)
		buf[len] = 0;
	return buf;
}

/* symbols: name the file in the line, it is not the one that is judged. */
static uint8_t *read_file(struct check *c, const char *path, bool symbols,
			  size_t *len)
{
	/* a FIFO would wait for its other end */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat st = { 0 };
	const char *why = unreadable(fd, &st);
	uint8_t *buf = NULL;

	if (!why) {
		*len = st.st_size;
		buf = slurp(fd, *len);
		if (!buf)
			why = "cannot be read";
	}
	if (why)
		error_(c, "%s%s%s", symbols ? path : "", symbols ? ": " : "",
		       why);
	if (fd >= 0)
		close(fd);
	return buf;
}

bool image_open(struct check *c, const char *path)
{
	size_t len;
	uint8_t *buf = read_file(c, path, false, &len);

	return buf && image_parse(c, buf, len);
}

/* "ffffffff81000000 T _text". False: no such line. */
static bool read_line(char *line, struct symbol *s)
{
	char *end;

	memset(s, 0, sizeof(*s));
	if (strspn(line, "0123456789abcdef") != 16)
		return false;
	s->addr = strtoull(line, &end, 16);
	if (*end != ' ' || !end[1] || end[2] != ' ')
		return false;
	s->name = end + 3;
	s->func = strchr("tTwW", end[1]);
	return true;
}

/* All lines; those of modules are not the image's. False: one is none, said. */
static bool read_lines(struct check *c, const char *path)
{
	struct image *im = &c->im;
	unsigned int line = 0;
	size_t cap = 0;
	struct symbol s;
	char *p, *next;

	for (p = im->strings; *p; p = next) {
		next = p + strcspn(p, "\n");
		if (*next)
			*next++ = 0;
		line++;
		if (*p == ' ')
			continue;	/* nm, of an undefined one */
		if (!read_line(p, &s)) {
			error_(c, "%s:%u: no line like \"ffffffff81000000 T _text\": give it System.map, nm's output or /proc/kallsyms",
			       path, line);
			return false;
		}
		if (strchr(s.name, '['))
			continue;
		if (!is_symbol(c, s.name))
			return false;
		im->sym = grow(im->sym, im->nsym, &cap, sizeof(s));
		im->sym[im->nsym++] = s;
	}
	return true;
}

bool image_symbols_parse(struct check *c, const char *path, char *text,
			 size_t len)
{
	struct image *im = &c->im;
	bool any = false;

	free(im->strings);
	im->strings = text;
	free(im->sym);
	im->sym = NULL;
	im->nsym = 0;
	if (strlen(text) != len) {
		error_(c, "%s: not a text: give it System.map, or /proc/kallsyms",
		       path);
		return false;
	}
	if (!read_lines(c, path))
		return false;
	for (size_t i = 0; i < im->nsym; i++)
		any |= im->sym[i].addr != 0;
	if (!any) {
		error_(c, im->nsym ? "%s: all addresses are 0: read /proc/kallsyms as root" :
		       "%s: empty: no line like \"ffffffff81000000 T _text\"",
		       path);
		return false;
	}
	return image_index(c);
}

uint8_t *image_read(struct check *c, const char *path, size_t *len)
{
	return read_file(c, path, true, len);
}

bool image_symbols(struct check *c, const char *path)
{
	size_t len;
	char *text = (char *)read_file(c, path, true, &len);

	return text && image_symbols_parse(c, path, text, len);
}

void image_close(struct image *im)
{
	modules_close(im);
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

const uint8_t *image_table(const struct image *im, unsigned int module,
			   const char *section, const char *start,
			   const char *stop, uint64_t *addr, size_t *len)
{
	const struct symbol *a = symbol_named(im, start);
	const struct symbol *b = symbol_named(im, stop);
	const struct section *s = NULL;

	for (size_t i = 0; i < im->nsec && !s; i++)
		if (im->sec[i].module == module &&
		    !strcmp(im->sec[i].name, section))
			s = &im->sec[i];
	*len = 0;
	if (s && s->data) {
		*addr = s->addr;
		*len = s->size;
	} else if (!module && a && b && b->addr > a->addr) {
		*addr = a->addr;
		*len = b->addr - a->addr;
	} else {
		return NULL;
	}
	return image_at(im, *addr, *len);
}
