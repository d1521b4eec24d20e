// SPDX-License-Identifier: GPL-2.0-only
/* What a file is, and what it says it is. */
#include <ctype.h>
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "subject/subject.h"

#define PVH_NOTE	18	/* XEN_ELFNOTE_PHYS32_ENTRY */
#define HEADER		0x202	/* "HdrS", Documentation/x86/boot.txt */

struct map {
	const uint8_t *p;
	size_t len;
};

static struct map map(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK);
	struct map m = { NULL, 0 };
	struct stat st;
	void *p;

	if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode) || !st.st_size) {
		if (fd >= 0)
			close(fd);
		return m;
	}
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (p != MAP_FAILED)
		m = (struct map){ p, (size_t)st.st_size };
	return m;
}

static void unmap(struct map *m)
{
	if (m->p)
		munmap((void *)m->p, m->len);
}

static bool within(const struct map *m, uint64_t at, uint64_t len)
{
	return at <= m->len && len <= m->len - at;
}

static bool has(const struct map *m, uint64_t at, const char *magic)
{
	return within(m, at, strlen(magic)) &&
	       !memcmp(m->p + at, magic, strlen(magic));
}

enum kind kind_of(const char *path)
{
	struct map m = map(path);
	enum kind kind = has(&m, 0, ELFMAG) ? ELF_FILE :
			 has(&m, 0, "!<arch>\n") ? PACKAGE :
			 has(&m, HEADER, "HdrS") ? PACKED : NO_KERNEL;

	unmap(&m);
	return kind;
}

static bool note_in(const struct map *m, const Elf64_Phdr *ph)
{
	uint64_t at = ph->p_offset, end = at + ph->p_filesz;

	if (!within(m, at, ph->p_filesz) || at % 4)
		return false;
	while (end - at >= sizeof(Elf64_Nhdr)) {
		const Elf64_Nhdr *n = (const void *)(m->p + at);
		uint64_t len = sizeof(*n) + ((n->n_namesz + 3ull) & ~3ull) +
			       ((n->n_descsz + 3ull) & ~3ull);

		if (len > end - at)
			return false;
		if (n->n_type == PVH_NOTE && n->n_namesz == 4 &&
		    !memcmp(n + 1, "Xen", 4))
			return true;
		at += len;
	}
	return false;
}

bool has_pvh(const char *path)
{
	struct map m = map(path);
	const Elf64_Ehdr *h = (const void *)m.p;
	bool yes = false;

	if (within(&m, 0, sizeof(*h)) && h->e_phoff % 8 == 0 &&
	    within(&m, h->e_phoff, (uint64_t)h->e_phnum * sizeof(Elf64_Phdr)))
		for (unsigned int i = 0; i < h->e_phnum; i++) {
			const Elf64_Phdr *ph = (const void *)(m.p + h->e_phoff);

			yes |= ph[i].p_type == PT_NOTE && note_in(&m, ph + i);
		}
	unmap(&m);
	return yes;
}

char *banner(const char *path)
{
	static const char is[] = "Linux version ";
	struct map m = map(path);
	const uint8_t *p = m.p, *end = m.p + m.len;
	char *found = NULL;

	while (!found && p && (p = memmem(p, (size_t)(end - p), is,
					  sizeof(is) - 1))) {
		const uint8_t *q = p;

		while (q < end && isprint(*q))
			q++;
		if (p + sizeof(is) < end && isdigit(p[sizeof(is) - 1]))
			found = text("%.*s", (int)(q - p), (const char *)p);
		p = q;
	}
	unmap(&m);
	return found;
}

/* "6.1.0-57-cloud-amd64 6.1.192-3": behind "#" Debian has its own */
void name_it(const char *line)
{
	const char *from = line + strlen("Linux version "), *own = line;
	int len = (int)strcspn(from, " ");

	for (own = strchr(line, '#'); own; own++) {
		own = strstr(own, " Debian ");
		if (!own)
			break;
		own += strlen(" Debian ");
		if (isdigit((unsigned char)*own))
			break;
	}
	put("banner", line);
	put("version", own ? text("%.*s %.*s", len, from,
				  (int)strcspn(own, " "), own) :
		       text("%.*s", len, from));
}
