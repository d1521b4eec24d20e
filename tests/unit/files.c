// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "unit/files.h"

FILE *file_at(const char *path)
{
	char *dir = strdup(path);
	FILE *f;

	for (char *p = dir + 1; (p = strchr(p, '/')); *p++ = '/') {
		*p = 0;
		mkdir(dir, 0777);
	}
	free(dir);
	f = fopen(path, "w");
	if (!f) {
		perror(path);
		exit(2);
	}
	return f;
}
