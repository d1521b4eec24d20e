// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patches the sites of ALTERNATIVE in place, as often as asked: the first
 * call keeps the originals, so a feature can be taken back.
 */
#include "image.h"

#define MAX_SITES	128
#define MAX_LEN		32

struct site {
	u8 *old;
	const u8 *new;
	u8 old_len, new_len, feature, pad[5];
};

extern const struct site __alt_instructions[], __alt_instructions_end[];

static u8 original[MAX_SITES][MAX_LEN];

static unsigned int nr_sites(void)
{
	return (unsigned int)(__alt_instructions_end - __alt_instructions);
}

/* The long forms of NOP, as a kernel uses them for padding. */
static void nops(u8 *p, unsigned int n)
{
	static const u8 nop[9][8] = {
		{ 0 }, { 0x90 }, { 0x66, 0x90 }, { 0x0f, 0x1f, 0x00 },
		{ 0x0f, 0x1f, 0x40, 0 }, { 0x0f, 0x1f, 0x44, 0, 0 },
		{ 0x66, 0x0f, 0x1f, 0x44, 0, 0 },
		{ 0x0f, 0x1f, 0x80, 0, 0, 0, 0 },
		{ 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0 },
	};

	while (n) {
		unsigned int len = n > 8 ? 8 : n;

		for (unsigned int i = 0; i < len; i++)
			p[i] = nop[len][i];
		p += len;
		n -= len;
	}
}

static void keep_originals(void)
{
	static bool kept;

	if (kept)
		return;
	if (nr_sites() > MAX_SITES)
		ktap_error("more alternatives than alternative.c has room for");
	for (unsigned int s = 0; s < nr_sites(); s++) {
		if (__alt_instructions[s].old_len > MAX_LEN)
			ktap_error("an alternative is too long");
		for (unsigned int i = 0; i < __alt_instructions[s].old_len; i++)
			original[s][i] = __alt_instructions[s].old[i];
	}
	kept = true;
}

/* Serializes: CPUID, as text that may have been fetched has changed. */
void alternative_instructions(u64 features)
{
	keep_originals();
	for (unsigned int s = 0; s < nr_sites(); s++) {
		const struct site *a = &__alt_instructions[s];
		bool on = features >> a->feature & 1;
		unsigned int len = on ? a->new_len : a->old_len;

		for (unsigned int i = 0; i < len; i++)
			a->old[i] = on ? a->new[i] : original[s][i];
		nops(a->old + len, a->old_len - len);
	}
	asm volatile("cpuid" : : "a" (0) : "rbx", "rcx", "rdx", "memory");
}

unsigned int alternative_sites(unsigned int feature)
{
	unsigned int n = 0;

	for (unsigned int s = 0; s < nr_sites(); s++)
		n += __alt_instructions[s].feature == feature;
	return n;
}
