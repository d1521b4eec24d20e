// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "rules/words.h"

static const struct {
	const char *name;
	int exit;
} words[W_NR] = {
	[W_SKIP] = { "SKIP", 77 },
	[W_PASS] = { "PASS", 0 },
	[W_ERROR] = { "ERROR", 2 },
	[W_FAIL] = { "FAIL", 1 },
	[W_LOST] = { "ERROR", 2 },
};

const char *word_name(enum word w)
{
	return words[w].name;
}

int word_exit(enum word w)
{
	return words[w].exit;
}

enum word word_worse(enum word a, enum word b)
{
	return a > b ? a : b;
}

enum word word_of_name(const char *name)
{
	for (enum word w = 0; w < W_LOST; w++)
		if (!strcmp(name, words[w].name))
			return w;
	return W_ERROR;
}

enum word word_of_exit(int status)
{
	for (enum word w = 0; w < W_LOST; w++)
		if (status == words[w].exit)
			return w;
	return W_ERROR;
}
