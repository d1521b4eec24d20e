// SPDX-License-Identifier: GPL-2.0-only
/*
 * judges TESTS - by what it is known whether a count is of the judges that are
 * there: "rig <id> check <id> image <id>", each of the sources of one, with the
 * rules that all of them share.
 */
#include <glob.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name, *dirs;
} judges[] = {
	{ "rig", "{rules,judge,rig}" },
	{ "check", "{rules,check}" },
	{ "image", "{rules,image,image/include/*}" },
};

/* FNV-1a */
static void hash(uint64_t *h, const void *data, size_t n)
{
	for (const unsigned char *p = data; n--; p++)
		*h = (*h ^ *p) * 0x100000001b3ull;
}

static bool hash_file(uint64_t *h, const char *path)
{
	FILE *f = fopen(path, "r");
	char buf[1 << 16];
	size_t n;
	bool bad;

	if (!f)
		return false;
	hash(h, path, strlen(path) + 1);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		hash(h, buf, n);
	bad = ferror(f);
	fclose(f);
	return !bad;
}

int main(int argc, char **argv)
{
	if (argc != 2 || chdir(argv[1])) {
		fputs("usage: judges <tests>\n", stderr);
		return 2;
	}
	for (size_t i = 0; i < sizeof(judges) / sizeof(judges[0]); i++) {
		uint64_t h = 0xcbf29ce484222325ull;
		char pattern[64];
		glob_t g;

		snprintf(pattern, sizeof(pattern), "%s/*.{c,h,S,def,lds}",
			 judges[i].dirs);
		if (glob(pattern, GLOB_BRACE, NULL, &g)) {
			fprintf(stderr, "error: %s/%s: no judge\n", argv[1],
				judges[i].name);
			return 2;
		}
		for (size_t k = 0; k < g.gl_pathc; k++)
			if (!hash_file(&h, g.gl_pathv[k])) {
				perror(g.gl_pathv[k]);
				return 2;
			}
		globfree(&g);
		printf("%s%s %012llx", i ? " " : "", judges[i].name,
		       (unsigned long long)(h & 0xffffffffffff));
	}
	putchar('\n');
	return fflush(stdout) || ferror(stdout) ? 2 : 0;
}
