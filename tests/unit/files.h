/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UNIT_FILES_H
#define UNIT_FILES_H

#include <stdio.h>

/* A new file @path, its directories made; the program ends where it cannot be. */
FILE *file_at(const char *path);

#endif
