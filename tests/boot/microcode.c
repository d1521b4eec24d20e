// SPDX-License-Identifier: GPL-2.0-only
/*
 * An update of the microcode that does nothing, for the CPU model
 * Skylake-Client of QEMU: what the kernel's loader and the instrument look at.
 *
 *	microcode initrd	the archive that goes ahead of an initrd
 *	microcode file		the update itself, as in /lib/firmware
 *
 * Header: SDM volume 3A, 9.11. REVISION is newer than what Intel withdrew for
 * this CPU (arch/x86/kernel/cpu/intel.c of the series).
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define REVISION	0xd6u
#define SIGNATURE	0x506e3u	/* family 6, model 5eh, stepping 3 */
#define NAME		"kernel/x86/microcode/GenuineIntel.bin"
#define CPIO_BLOCK	512		/* initrds begin at a word: this is more */

struct update {
	uint32_t version, revision, date, signature, checksum, loader;
	uint32_t platforms, data_size, total_size, reserved[3];
	uint32_t data[500];
};

static void make_update(struct update *u)
{
	uint32_t word[sizeof(*u) / 4], sum = 0;

	*u = (struct update){
		.version = 1, .revision = REVISION, .date = 0x01282018,
		.signature = SIGNATURE, .loader = 1, .platforms = 1,
		.data_size = sizeof(u->data), .total_size = sizeof(*u),
	};
	memcpy(word, u, sizeof(word));
	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++)
		sum += word[i];
	u->checksum = -sum;
}

static size_t written;

static void out(const void *p, size_t len)
{
	written += fwrite(p, 1, len, stdout);
}

static void pad_to(size_t unit)
{
	while (written % unit)
		out("", 1);
}

/* One file of an archive of format newc: cpio(5). */
static void entry(const char *name, const void *data, unsigned int size)
{
	char head[111];

	snprintf(head, sizeof(head), "070701%08x%08x%08x%08x%08x%08x%08x%08x"
		 "%08x%08x%08x%08x%08x", 1, size ? 0100644 : 0, 0, 0, 1, 0,
		 size, 0, 0, 0, 0, (unsigned int)strlen(name) + 1, 0);
	out(head, 110);
	out(name, strlen(name) + 1);
	pad_to(4);
	out(data, size);
	pad_to(4);
}

int main(int argc, char **argv)
{
	static struct update u;

	make_update(&u);
	if (argc == 2 && !strcmp(argv[1], "initrd")) {
		entry(NAME, &u, sizeof(u));
		entry("TRAILER!!!", "", 0);
		pad_to(CPIO_BLOCK);
	} else if (argc == 2 && !strcmp(argv[1], "file")) {
		out(&u, sizeof(u));
	} else {
		fprintf(stderr, "usage: microcode initrd|file\n");
		return 2;
	}
	return fflush(stdout) || ferror(stdout);
}
