// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer: a bzImage, for scripts/extract.c. That is a program: what it does
 * behind reading its file is called here, and its exit() comes back.
 */
#include <setjmp.h>
#include <stdlib.h>

#include "check/fuzz_image.h"

static jmp_buf back;

static _Noreturn void leave(int status)
{
	longjmp(back, 1 + status);
}

#define main	extract_main
#define exit	leave
#include "../scripts/extract.c"
#undef exit
#undef main

int extract_main(int argc, char **argv);

bool is_bzimage(const uint8_t *data, size_t size)
{
	return size >= 518 && !memcmp(data + 514, "HdrS", 4);
}

void fuzz_bzimage(const uint8_t *data, size_t size)
{
	snprintf(new_file, sizeof(new_file), "fuzz.new");
	file = "fuzz";
	out = "fuzz.out";
	if (!setjmp(back))
		extract(data, size);
}

static void put(uint8_t *image, size_t at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		image[at + i] = value >> 8 * i;
}

/* The seed for one way to pack: its first bytes, and none of it behind. */
static bool seed(const struct packer *p)
{
	enum { LENGTH = 256 };
	uint8_t image[1024 + LENGTH] = { 0 };
	char name[64];
	FILE *f;

	image[SETUP] = 1;
	memcpy(image + 514, "HdrS", 4);
	image[518] = 8;
	image[519] = 2;
	put(image, 588, LENGTH);
	memcpy(image + 1024, p->magic, p->length);
	snprintf(name, sizeof(name), "corpus/bzimage-%s", p->tool);
	f = fopen(name, "w");
	return f && fwrite(image, sizeof(image), 1, f) == 1 && !fclose(f);
}

bool fuzz_bzimage_seeds(void)
{
	for (size_t i = 0; i < sizeof(packers) / sizeof(*packers); i++)
		if (!seed(&packers[i]))
			return false;
	return true;
}
