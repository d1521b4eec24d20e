// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer: any bytes in place of what the checker is given. By how they begin
 * they are a vmlinux (ELF), a bzImage, a command line ("--", an argument a
 * line), or the text that --symbols names; the latter two are for
 * fixtures/good-entry.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "check/check.h"
#include "check/fuzz_image.h"
#include "check/judge.h"
#include "check/options.h"
#include "check/pages.h"
#include "check/task.h"
#include "check/util.h"

#define MAX_ARGS	20
#define WINDOW		64
#define MAX_FILE	(16 << 20)	/* that what is unpacked becomes */

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
			       unsigned int seed);

static uint8_t *good;
static size_t good_len;

static uint8_t *copy(const uint8_t *data, size_t size)
{
	uint8_t *buf = malloc(size + 1);

	if (!buf)
		out_of_memory();
	if (size)
		memcpy(buf, data, size);
	buf[size] = 0;
	return buf;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const struct rlimit most = { MAX_FILE, MAX_FILE };
	const char *name = "fixtures/good-entry";
	FILE *f = fopen(name, "r");

	(void)argc;
	(void)argv;
	good = calloc(1, 1 << 20);
	good_len = f && good ? fread(good, 1, 1 << 20, f) : 0;
	if (!good_len) {
		fprintf(stderr, "error: %s is not here: make fixtures, and start this beside them\n",
			name);
		exit(2);
	}
	fclose(f);
	if (setrlimit(RLIMIT_FSIZE, &most) || !fuzz_bzimage_seeds()) {
		perror("error: corpus");
		exit(2);
	}
	return 0;
}

static bool is_elf(const uint8_t *data, size_t size)
{
	return size > 64 && !memcmp(data, "\x7f" "ELF", 4);
}

static void do_task(struct check *c, const uint8_t *data, size_t size,
		    const char *symbols, size_t len)
{
	bool opened = image_parse(c, copy(data, size), size);

	c->im.debug = false;	/* no addr2line for each input */
	if (opened && symbols)
		opened = image_symbols_parse(c, "symbols",
				(char *)copy((const uint8_t *)symbols, len),
				len);
	task_do(c, opened);
}

static void command(struct check *c, char *text)
{
	char *argv[MAX_ARGS + 2] = { "fuzz" };
	int argc = 1;

	while (text && argc <= MAX_ARGS)
		argv[argc++] = strsep(&text, "\n");
	if (!options_read(&c->opt, argc, argv))
		return;
	if (c->opt.task == EXPLAIN)
		page_print(c->opt.explain);
	else if (c->opt.path)
		do_task(c, good, good_len, NULL, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct check c = { .opt = { .path = "fuzz", .max_steps = 20000,
				    .format = size % 3 } };

	if (is_bzimage(data, size)) {
		fuzz_bzimage(data, size);
		return 0;
	}
	if (is_elf(data, size)) {
		do_task(&c, data, size, NULL, 0);
	} else if (size > 1 && !memcmp(data, "--", 2)) {
		char *text = (char *)copy(data, size);

		c.opt.path = NULL;
		c.opt.format = AS_TEXT;
		command(&c, text);
		judge_free(&c);
		free(text);
		return 0;
	} else {
		do_task(&c, good, good_len, (const char *)data, size);
	}
	judge_free(&c);
	return 0;
}

/*
 * Most changes of an ELF header end in its reader. So mostly what changes is a
 * few bytes ahead of the section headers: code, tables, symbols. Of a bzImage it
 * is the header, or what is packed.
 */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
			       unsigned int seed)
{
	uint64_t end = is_elf(data, size) ? get64(data + 40) :
		       is_bzimage(data, size) ? size : 0;
	uint8_t window[WINDOW];
	size_t at, n;

	if (end <= 64 + WINDOW || end > size || !(seed % 8))
		return LLVMFuzzerMutate(data, size, max);
	at = 64 + seed / 8 % (end - 64 - WINDOW);
	memcpy(window, data + at, WINDOW);
	n = LLVMFuzzerMutate(window, WINDOW, WINDOW);
	memcpy(data + at, window, n);
	return size;
}
