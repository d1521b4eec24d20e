// SPDX-License-Identifier: GPL-2.0-only
/* guest32 NAME LOOPS: run one 32-bit driver, exit with its result. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

static const struct driver drivers[] = {
#define D64(n, fn, l)
#define N64(n, fn, l)
#define D32(n, fn, l)	{ .name = n, .run = fn, .loops = l },
#include "drivers.def"
#undef D64
#undef N64
#undef D32
};

int main(int argc, char **argv)
{
	size_t i;

	if (argc == 2 && !strcmp(argv[1], "exec-ok"))
		return 42;
	if (argc != 3) {
		fprintf(stderr, "usage: guest32 NAME LOOPS\n");
		return 2;
	}
	name_driver(argv[1]);
	for (i = 0; i < ARRAY_SIZE(drivers); i++)
		if (!strcmp(drivers[i].name, argv[1]))
			return drivers[i].run(strtoul(argv[2], NULL, 10));
	return fail("not in guest32");
}
