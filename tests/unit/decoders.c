// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two decoders judge by the same rules: the instrument's, by hand, and the
 * checker's, Zydis. They have to agree on the class of every instruction and
 * the target of every direct branch. The first computes no lengths, so it is
 * given Zydis's, as QEMU gives it its own.
 *
 * Compared over every opcode behind every kind of prefix, over the entry image,
 * and over a kernel where one is built. Where they are known to differ is
 * listed with the reason, and that they do is demanded; all else is a failure.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check/check.h"
#include "rules/decode.h"
#include "unit/decoders.h"

typedef struct insn decoder(const uint8_t *p, size_t len);

/* Where they differ, and both may: demanded of the test of every opcode. */
static const struct known {
	uint8_t op[2];			/* behind the prefixes */
	const char *hand, *zydis, *why;
} known[] = {
	{ { 0xc7, 0xf8 }, "other", "jmp",
	  "XBEGIN goes on elsewhere where its transaction aborts" },
	{ { 0x01, 0xca }, "other", "iret",
	  "ERETU and ERETS take FRED, which no QEMU here has" },
	{ { 0x0f, 0x01 }, "other", "wrmsr",
	  "WRMSRNS; no CPU that the instrument watches has it" },
};
#define NR_KNOWN (sizeof(known) / sizeof(known[0]))

struct compared {
	decoder *by_hand;
	bool quiet;			/* differences are wanted */
	size_t insns, differ, seen[NR_KNOWN];
};

static unsigned int n, failed;

static void result(bool good, const char *name)
{
	printf("%s %u %s\n", good ? "ok" : "not ok", ++n, name);
	failed += !good;
}

static void skip(const char *name, const char *why, const char *what)
{
	printf("ok %u %s # SKIP %s %s\n", ++n, name, why, what);
}

static void tell(const struct compared *t, const uint8_t *p, size_t len,
		 uint64_t addr, const char *hand, const char *zydis)
{
	if (t->quiet || t->differ > 20)
		return;
	printf("# %llx:", (unsigned long long)addr);
	for (size_t i = 0; i < len; i++)
		printf(" %02x", p[i]);
	printf(": %s by hand, %s by Zydis\n", hand, zydis);
}

static bool is_known(struct compared *t, const uint8_t *p, size_t len,
		     const char *hand, const char *zydis)
{
	for (size_t i = 0; i < NR_KNOWN; i++)
		if (!strcmp(known[i].hand, hand) &&
		    !strcmp(known[i].zydis, zydis) &&
		    memmem(p, len, known[i].op, sizeof(known[i].op))) {
			t->seen[i]++;
			return true;
		}
	return false;
}

/* One instruction; its length, 0 where Zydis says that there is none. */
static size_t compare_one(struct compared *t, const uint8_t *p, size_t room,
			  uint64_t addr)
{
	uint64_t target;
	size_t len;
	const char *zydis = zydis_class(p, room, addr, &len, &target);
	const char *hand;
	struct insn in;

	if (!zydis)
		return 0;
	t->insns++;
	in = t->by_hand(p, len);
	hand = insn_name(in.cls);
	if (strcmp(hand, zydis)) {
		if (!is_known(t, p, len, hand, zydis)) {
			tell(t, p, len, addr, hand, zydis);
			t->differ++;
		}
	} else if (target && target != addr + in.target) {
		tell(t, p, len, addr, "another target", hand);
		t->differ++;
	}
	return len;
}

/* --- every opcode -------------------------------------------------------- */
static void compare_opcodes(struct compared *t)
{
	static const struct { size_t len; uint8_t bytes[3]; } prefixes[] = {
		{ 0, { 0 } }, { 1, { 0x66 } }, { 1, { 0xf2 } }, { 1, { 0xf3 } },
		{ 1, { 0x3e } }, { 1, { 0x65 } }, { 1, { 0x67 } },
		{ 1, { 0x40 } }, { 1, { 0x48 } }, { 1, { 0x41 } },
		{ 2, { 0x66, 0x48 } }, { 2, { 0x48, 0x66 } },
		{ 2, { 0x47, 0x48 } },
	};
	uint8_t p[15];

	for (size_t k = 0; k < sizeof(prefixes) / sizeof(*prefixes); k++)
		for (unsigned int i = 0; i < 2 << 16; i++) {
			size_t at = prefixes[k].len;

			memset(p, 0x11, sizeof(p));
			memcpy(p, prefixes[k].bytes, at);
			if (i >> 16)
				p[at++] = 0x0f;
			p[at] = i >> 8;
			p[at + 1] = i;
			compare_one(t, p, sizeof(p), 0xffffffff81000000ull);
		}
}

/* --- a file -------------------------------------------------------------- */
static void compare_image(struct compared *t, const struct image *im)
{
	for (size_t i = 0; i < im->nsec; i++) {
		const struct section *s = &im->sec[i];

		if (!s->exec || !s->data)
			continue;
		/* data in the text is no harm: both read the same bytes */
		for (size_t at = 0, len; at < s->size; at += len ? len : 1)
			len = compare_one(t, s->data + at, s->size - at,
					  s->addr + at);
	}
}

static struct insn doctored(const uint8_t *p, size_t len)
{
	struct insn in = decode_insn(p, len);

	if (in.cls == I_SWAPGS)
		in.cls = I_OTHER;
	return in;
}

static struct insn astray(const uint8_t *p, size_t len)
{
	struct insn in = decode_insn(p, len);

	in.target += in.cls == I_CALL;
	return in;
}

static void test_file(const char *path, const char *name, size_t least)
{
	struct compared t = { .by_hand = decode_insn };
	struct compared wrong = { .by_hand = doctored, .quiet = true };
	struct check c = { .opt.path = path };

	if (!image_open(&c, path)) {
		result(false, name);
	} else {
		compare_image(&t, &c.im);
		compare_image(&wrong, &c.im);
		printf("# %zu instructions of %s\n", t.insns, path);
		result(t.insns >= least && !t.differ, name);
		result(wrong.differ, "and one wrong answer in it is found");
	}
	image_close(&c.im);
}

static void test_opcodes(void)
{
	struct compared t = { .by_hand = decode_insn };
	struct compared wrong = { .by_hand = doctored, .quiet = true };
	struct compared off = { .by_hand = astray, .quiet = true };

	compare_opcodes(&t);
	printf("# %zu instructions\n", t.insns);
	result(t.insns > 1000000 && !t.differ, "every opcode");
	for (size_t i = 0; i < NR_KNOWN; i++)
		result(t.seen[i], known[i].why);
	compare_opcodes(&wrong);
	result(wrong.differ, "and one wrong class among them is found");
	compare_opcodes(&off);
	result(off.differ, "and a wrong target");
}

int main(int argc, char **argv)
{
	char *slash = argc == 1 ? strrchr(argv[0], '/') : NULL;
	char path[4096];
	int dir = slash - argv[0];

	if (!slash) {
		printf("Bail out! usage: TOOLS/unit/decoders\n");
		return 2;
	}
	test_opcodes();
	snprintf(path, sizeof(path), "%.*s/../image/image.elf", dir, argv[0]);
	test_file(path, "the entry image", 5000);
	snprintf(path, sizeof(path), "%.*s/../../kernel/small/vmlinux", dir,
		 argv[0]);
	if (access(path, R_OK))
		skip("a whole kernel", "none built:", path);
	else
		test_file(path, "a whole kernel", 1000000);
	printf("1..%u\n", n);
	return failed > 0;
}
